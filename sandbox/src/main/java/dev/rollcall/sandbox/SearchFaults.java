package dev.rollcall.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How one account's searches fall short of what was asked. */
final class SearchFaults {
    private volatile boolean idIgnored;
    private volatile boolean externalIdIgnored;
    private volatile boolean emailIgnored;
    private volatile boolean pageRepeats;
    private volatile int pageCap = ZenSearch.LARGEST_PAGE;

    void idIgnored(boolean ignored) {
        idIgnored = ignored;
    }

    void externalIdIgnored(boolean ignored) {
        externalIdIgnored = ignored;
    }

    void emailIgnored(boolean ignored) {
        emailIgnored = ignored;
    }

    void pageRepeats(boolean repeats) {
        pageRepeats = repeats;
    }

    boolean pageRepeats() {
        return pageRepeats;
    }

    void recover() {
        idIgnored = false;
        externalIdIgnored = false;
        emailIgnored = false;
        pageRepeats = false;
        pageCap = ZenSearch.LARGEST_PAGE;
    }

    void pageCap(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a page holds at least one, not " + most);
        }
        pageCap = most;
    }

    int pageCap() {
        return pageCap;
    }

    /** What is left of the criteria once the ignored ones are away. */
    ObjectNode heeded(ObjectNode criteria) {
        ObjectNode left = criteria.deepCopy();
        if (idIgnored) {
            left.remove("id");
        }
        if (externalIdIgnored) {
            left.remove("external_id");
        }
        if (emailIgnored) {
            left.remove("email");
        }
        return left;
    }
}
