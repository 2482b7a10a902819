package dev.rollcall.diagnosis;

import java.time.Duration;

import dev.rollcall.directory.entra.TokenRefusal;

/** Asks the directory for an access token by client credentials. */
public interface TokenSource {

    /** What came of it. */
    sealed interface Token {

        /** A token. */
        record Given(String value) implements Token {
            @Override
            public String toString() {
                return "Given[***]";
            }
        }

        /** None, and why. */
        record Refused(TokenRefusal why) implements Token {}
    }

    /** @param patience after which the answer is of no use any more */
    Token ask(Duration patience);
}
