/**
 * Secrets on the way and at rest: {@link dev.rollcall.access.AccessSeal} for what workers need and the access topic
 * carries, {@link dev.rollcall.access.SecretBox} for what the manager stores.
 */
package dev.rollcall.access;
