package dev.rollcall.sandbox;

/** A role of a ZenQMS account; a {@code standard} role is one the account marks as "default". */
public record ZenRole(String id, String name, boolean standard) {}
