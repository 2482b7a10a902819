/**
 * The public door for directory webhooks: stateless, holds no credential. A notification is acknowledged to its sender
 * only after the broker has it.
 */
package dev.rollcall.ingress;
