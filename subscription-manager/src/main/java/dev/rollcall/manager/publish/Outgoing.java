package dev.rollcall.manager.publish;

import java.sql.SQLException;
import java.util.Collection;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;

import dev.rollcall.model.Message;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;

/** Where messages leave: written in the caller's transaction, published once it is committed. */
@ApplicationScoped
public class Outgoing {

    private final Outbox outbox;
    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final OutboxRelay relay;

    Outgoing(Outbox outbox, DataSource dataSource, TransactionManager transactions, OutboxRelay relay) {
        this.outbox = outbox;
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.relay = relay;
    }

    /** @throws IllegalStateException outside a transaction: a message must not leave without what it reports */
    public void append(Collection<? extends Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        wakeAfterCommit();
        // In a transaction this is the transaction's own connection, and closing it gives it back to the transaction.
        try (var connection = dataSource.getConnection()) {
            outbox.append(connection, messages);
        } catch (SQLException e) {
            throw new IllegalStateException("The outbox can't be written", e);
        }
    }

    /**
     * A compacted topic forgets what it kept of these keys.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void forget(String topic, Collection<String> keys) {
        wakeAfterCommit();
        try (var connection = dataSource.getConnection()) {
            outbox.forget(connection, topic, keys);
        } catch (SQLException e) {
            throw new IllegalStateException("The outbox can't be written", e);
        }
    }

    private void wakeAfterCommit() {
        try {
            var transaction = transactions.getTransaction();
            if (transaction == null) {
                throw new IllegalStateException("Messages need a transaction");
            }
            transaction.registerSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {}

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        relay.wake();
                    }
                }
            });
        } catch (SystemException | RollbackException e) {
            throw new IllegalStateException("The transaction can't take messages any more", e);
        }
    }
}
