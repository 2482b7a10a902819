package dev.rollcall.diagnosis;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.rollcall.zenqms.WireSighting;

/** One answer of ZenQMS, told apart; pure. */
sealed interface WireAnswer {

    Pattern NOT_ACTIVATED = Pattern.compile("(?i)(not|n't|yet to be|in|de|un)[ -]?(been )?(activ)");

    /** A page of users or roles. */
    record Page(WireSighting sighting) implements WireAnswer {}

    /** 401: the key is refused. */
    record KeyRefused(boolean notActivated) implements WireAnswer {}

    /** 403: the key may not do this. */
    record Forbidden(boolean notActivated) implements WireAnswer {}

    /** 400 or 422: the way of asking is not understood. */
    record NotUnderstood(int status) implements WireAnswer {}

    /** 404 or 405 from an API: there is no such call. */
    record NoSuchCall(int status) implements WireAnswer {}

    /** Throttled or in trouble. */
    record NotNow(int status) implements WireAnswer {}

    /** Something answered that is not ZenQMS's API. */
    record NotTheApi(String what) implements WireAnswer {}

    /** Nothing answered. */
    record Silent(Seen.Nothing nothing) implements WireAnswer {}

    static WireAnswer of(Seen seen) {
        return switch (seen) {
            case Seen.Nothing nothing -> new Silent(nothing);
            case Seen.Answer answer -> of(answer);
        };
    }

    private static WireAnswer of(Seen.Answer answer) {
        var status = answer.status();
        if (answer.isRedirect()) {
            return new NotTheApi("redirects to " + (answer.location() == null ? "elsewhere" : answer.location()) + " ("
                    + status + ")");
        }
        // Many servers send a page along with these; the status is what they mean.
        if (status == 401) {
            return new KeyRefused(saysNotActivated(answer));
        }
        if (status == 403) {
            return new Forbidden(saysNotActivated(answer));
        }
        if (status == 429 || status >= 500) {
            return new NotNow(status);
        }
        if (answer.isPage()) {
            return new NotTheApi("answers with a web page (" + status + ")");
        }
        if (status == 404 || status == 405) {
            return new NoSuchCall(status);
        }
        if (status >= 400) {
            return new NotUnderstood(status);
        }
        return Optional.ofNullable(answer.json())
                .flatMap(WireSighting::of)
                .<WireAnswer>map(Page::new)
                .orElseGet(() -> new NotTheApi("answers with " + status + ", but with no list of users"));
    }

    private static boolean saysNotActivated(Seen.Answer answer) {
        var text = new String(answer.body(), 0, Math.min(answer.body().length, 2000), StandardCharsets.UTF_8);
        return NOT_ACTIVATED.matcher(text).find();
    }
}
