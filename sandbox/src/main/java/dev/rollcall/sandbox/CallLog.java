package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Every call of one tenant or account, in the order they came. */
final class CallLog {
    private final List<RecordedCall> calls = new ArrayList<>();

    /** Notes a call that is not answered yet; the number is for {@link #answered}. */
    synchronized int came(RecordedCall call) {
        calls.add(call);
        return calls.size() - 1;
    }

    synchronized RecordedCall answered(int number, int status) {
        RecordedCall call = calls.get(number).answered(status);
        calls.set(number, call);
        return call;
    }

    synchronized List<RecordedCall> all() {
        return List.copyOf(calls);
    }

    synchronized int size() {
        return calls.size();
    }
}
