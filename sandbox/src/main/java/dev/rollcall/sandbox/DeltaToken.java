package dev.rollcall.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a delta query goes on. Clients must not look inside; it is only encoded, not sealed.
 *
 * @param kind what the next page is
 * @param select the properties chosen on the first call; they stay for good
 * @param since the log position the round started at
 * @param position where the next page starts: among the people in a walk, in the log in a round
 * @param upTo the log position the round ends at
 * @param generation tokens of an earlier generation are expired
 */
record DeltaToken(
        Kind kind, List<String> select, long since, long position, long upTo, int generation, Instant issued) {
    enum Kind {
        WALK,
        ROUND
    }

    String encode() {
        String plain = String.join(
                "|",
                kind.name(),
                String.join(",", select),
                Long.toString(since),
                Long.toString(position),
                Long.toString(upTo),
                Integer.toString(generation),
                Long.toString(issued.toEpochMilli()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<DeltaToken> decode(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|");
            return Optional.of(new DeltaToken(
                    Kind.valueOf(parts[0]),
                    Arrays.asList(parts[1].split(",")),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Integer.parseInt(parts[5]),
                    Instant.ofEpochMilli(Long.parseLong(parts[6]))));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    DeltaToken at(long newPosition) {
        return new DeltaToken(kind, select, since, newPosition, upTo, generation, issued);
    }
}
