/** Secrets at rest, and random values. */
package dev.rollcall.manager.secret;
