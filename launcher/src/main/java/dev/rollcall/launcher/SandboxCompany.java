package dev.rollcall.launcher;

/**
 * A company of the sandbox.
 *
 * @param tenant the id of its directory
 * @param account the API key of its ZenQMS account
 * @param seed its people follow from it, and their mail domain: no two companies have the same
 */
public record SandboxCompany(String tenant, String account, long seed) {}
