/**
 * Messages are written to a table in the same transaction as the state they report ({@link dev.rollcall.outbox.Outbox}),
 * and published afterwards in order ({@link dev.rollcall.outbox.OutboxRelay}). Beside it the one place that knows how a
 * message becomes a Kafka record: {@link dev.rollcall.outbox.MessageJson} and {@link dev.rollcall.outbox.CloudEvents}.
 */
package dev.rollcall.outbox;
