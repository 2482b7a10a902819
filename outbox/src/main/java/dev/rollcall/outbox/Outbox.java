package dev.rollcall.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

import dev.rollcall.model.Message;
import dev.rollcall.model.MessageType;

import org.jdbi.v3.core.Handle;

/**
 * Takes messages in the caller's transaction: they are published if and only if it commits. They are published in the
 * order of their ids, so messages with one key keep their order as long as one transaction after the other writes that
 * key, which a lease or a row lock on the person sees to.
 */
public final class Outbox {

    private static final String INSERT =
            "insert into outbox (topic, message_key, headers, value) values (?, ?, ?::jsonb, ?)";

    private final MessageJson json;
    private final String source;
    private final InstantSource clock;

    /** @param source who sends, for the header {@code ce_source}, such as {@code /user-sync-service} */
    public Outbox(MessageJson json, String source) {
        this(json, source, InstantSource.system());
    }

    Outbox(MessageJson json, String source, InstantSource clock) {
        this.json = json;
        this.source = source;
        this.clock = clock;
    }

    /** Into the table {@code outbox} of the handle's search path. */
    public void append(Handle handle, Message message) {
        append(handle, List.of(message));
    }

    /** In this order. */
    public void append(Handle handle, Collection<? extends Message> messages) {
        try {
            append(handle.getConnection(), messages);
        } catch (SQLException e) {
            throw new IllegalStateException("The outbox did not take " + messages.size() + " messages", e);
        }
    }

    /** In this order, into the table {@code outbox} of the connection's search path. */
    public void append(Connection connection, Collection<? extends Message> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        var now = clock.instant();
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var message : messages) {
                insert.setString(1, MessageType.of(message).topic());
                insert.setString(2, message.key());
                // The event's id is given here and not when publishing: sent twice, it is the same event.
                insert.setString(3, json.text(CloudEvents.attributes(message, source, now)));
                insert.setBytes(4, json.write(message));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** A record without a value for each key: a compacted topic forgets what it kept of them. */
    public void forget(Handle handle, String topic, Collection<String> keys) {
        try {
            forget(handle.getConnection(), topic, keys);
        } catch (SQLException e) {
            throw new IllegalStateException("The outbox did not take " + keys.size() + " records without a value", e);
        }
    }

    /** The same by a connection. */
    public void forget(Connection connection, String topic, Collection<String> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var key : keys) {
                insert.setString(1, topic);
                insert.setString(2, key);
                insert.setString(3, "{}");
                insert.setBytes(4, null);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
