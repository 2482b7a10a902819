package dev.rollcall.manager.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.rollcall.outbox.MessageJson;

import io.quarkus.narayana.jta.QuarkusTransaction;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * Writes all entries of a run, a thousand at a time, each thousand in a transaction of its own: neither memory nor the
 * database holds on to a million. What changes meanwhile is told as it was or as it is.
 */
@ApplicationScoped
class EntryExport {

    private static final int AT_A_TIME = 1000;

    private final EntryLog log;
    private final MessageJson json;
    private final EntryCsv csv;
    private final Transactions transactions;

    @Inject
    EntryExport(EntryLog log, MessageJson json) {
        this(log, json, work -> QuarkusTransaction.requiringNew().call(work::get));
    }

    EntryExport(EntryLog log, MessageJson json, Transactions transactions) {
        this.log = log;
        this.json = json;
        this.csv = new EntryCsv(json);
        this.transactions = transactions;
    }

    /** Where a page is read. */
    interface Transactions {
        Page<Entry> in(Supplier<Page<Entry>> work);
    }

    /** Where an entry goes. */
    private interface Sink {
        void write(Entry entry) throws IOException;
    }

    /** The stream stays open. If it fails midway, it ends without the rest. */
    void csv(RunLog.Head run, EntryFilter filter, OutputStream out) throws IOException {
        try (var writer = csv.writer(out)) {
            each(run, filter, entry -> writer.write(csv.row(entry)));
        }
    }

    /** An array; it ends with its bracket only if it is whole. */
    void json(RunLog.Head run, EntryFilter filter, OutputStream out) throws IOException {
        var generator = json.mapper().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        // Otherwise closing after a failure would end the array as if it were whole.
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        generator.writeStartArray();
        each(run, filter, entry -> {
            generator.writeRaw('\n');
            json.mapper().writeValue(generator, entry);
        });
        generator.writeRaw('\n');
        generator.writeEndArray();
        generator.flush();
    }

    private void each(RunLog.Head run, EntryFilter filter, Sink sink) throws IOException {
        String after = null;
        do {
            var from = after;
            var page = transactions.in(() -> log.page(run, filter, from, AT_A_TIME));
            for (var entry : page.items()) {
                sink.write(entry);
            }
            after = page.next();
        } while (after != null);
    }
}
