package dev.rollcall.launcher;

import java.util.List;

/**
 * One rule and how it was kept.
 *
 * @param rule what must hold, in a sentence without its end
 * @param scope how much was looked at
 * @param findings one sentence for each breach, naming whom it concerns; empty when the rule was kept
 */
record Check(String rule, String scope, List<String> findings) {

    Check {
        findings = List.copyOf(findings);
    }

    boolean holds() {
        return findings.isEmpty();
    }
}
