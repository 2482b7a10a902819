/** Messages leave through the outbox, in the transaction that changes what they report. */
package dev.rollcall.manager.publish;
