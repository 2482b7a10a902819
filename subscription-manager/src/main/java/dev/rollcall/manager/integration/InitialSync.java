package dev.rollcall.manager.integration;

import java.util.Arrays;
import java.util.Optional;

import dev.rollcall.model.Mode;

import com.fasterxml.jackson.annotation.JsonValue;

/** What the first synchronisation may do; the setup page's "Enable Initial Sync". */
public enum InitialSync {
    /** Creates, updates and links. */
    FULL("full", Mode.APPLY),
    /** Only sets external ids on users that ZenQMS has already. */
    LINK_ONLY("link-only", Mode.LINK);

    private final String label;
    private final Mode mode;

    InitialSync(String label, Mode mode) {
        this.label = label;
        this.mode = mode;
    }

    /** Used word for word in the API. */
    @JsonValue
    public String label() {
        return label;
    }

    /** What a run of this kind asks of the workers. */
    public Mode mode() {
        return mode;
    }

    static Optional<InitialSync> of(String label) {
        return Arrays.stream(values()).filter(v -> v.label.equals(label)).findFirst();
    }
}
