package dev.rollcall.sandbox;

import java.time.Duration;

/** What goes wrong with one ZenQMS account. All methods may be called from any thread. */
public final class ZenFaults {
    /** {@link RecordedCall#operation()} of the calls a fault is often meant for. */
    public static final String CREATE = "POST /v2/users";

    public static final String PATCH = "PATCH /v2/users/{id}";
    public static final String SEARCH = "POST /v2/users/search";

    private final Switches switches;
    private final SearchFaults search;
    private final RateLimit rate;

    ZenFaults(Switches switches, SearchFaults search, RateLimit rate) {
        this.switches = switches;
        this.search = search;
        this.rate = rate;
    }

    /**
     * This becomes of the next n calls; one fault a call, in the order they were asked for. A timeout after success on a
     * create is {@code next(1, CREATE, new Fault.Silence())}.
     *
     * @param operation {@link #CREATE}, {@link #PATCH}, {@link #SEARCH} or another {@link RecordedCall#operation()}; null for
     *     whatever comes
     */
    public void next(int n, String operation, Fault fault) {
        switches.plan(n, operation, fault);
    }

    /**
     * For so long every call is refused at once, whatever else is set.
     *
     * @param retryAfterOrNull goes along with each refusal
     */
    public void down(Duration howLong, int status, String retryAfterOrNull) {
        switches.down(howLong, new Fault.Refuse(status, retryAfterOrNull));
    }

    /** More calls than this within a second are refused with 429 and {@code Retry-After: 1}; 0 ends it. */
    public void rateLimit(int perSecond) {
        rate.perSecond(perSecond);
    }

    /** Whether search ignores {@code email}, as a server does with a filter it doesn't know: everybody comes back. */
    public void emailFilterIgnored(boolean ignored) {
        search.emailIgnored(ignored);
    }

    /** Whether each page of a search holds what the first one holds, though it says it is another. */
    public void pageRepeats(boolean repeats) {
        search.pageRepeats(repeats);
    }

    /** No fault any more; addresses taken elsewhere stay taken. */
    public void recover() {
        switches.recover();
        search.recover();
        rate.perSecond(0);
    }

    RateLimit rate() {
        return rate;
    }
}
