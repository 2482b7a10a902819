package dev.rollcall.sandbox;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All ZenQMS accounts of the sandbox. An e-mail address belongs to one user over all accounts; that is why there is one
 * lock, the world itself, for everything in it.
 */
final class ZenWorld {
    private final Map<String, ZenQmsAccount> accounts = new HashMap<>();
    /** Lower-case address to who has it: an account and a user, or the outside world. */
    private final Map<String, String> owners = new HashMap<>();

    private final Set<String> outside = new HashSet<>();
    private final InstantSource clock;
    private int lastAccount;

    ZenWorld(InstantSource clock) {
        this.clock = clock;
    }

    synchronized ZenQmsAccount existingOrNew(String apiKey) {
        return accounts.computeIfAbsent(apiKey, key -> new ZenQmsAccount(this, clock, key, ++lastAccount));
    }

    synchronized Optional<ZenQmsAccount> find(String apiKey) {
        return Optional.ofNullable(accounts.get(apiKey));
    }

    /** The account whose key stands in the header that the account's dialect names. */
    synchronized Optional<ZenQmsAccount> opened(UnaryOperator<String> header) {
        String bearer = header.apply("Authorization");
        if (bearer != null && bearer.regionMatches(true, 0, "Bearer ", 0, 7)) {
            ZenQmsAccount account = accounts.get(bearer.substring(7).strip());
            if (account != null && account.dialect().authPrefix().equals("Bearer ")) {
                return Optional.of(account).filter(a -> a.dialect().authHeader().equalsIgnoreCase("Authorization"));
            }
        }
        return accounts.values().stream()
                .filter(account -> !account.dialect().equals(ZenDialect.ASSUMED))
                .filter(account -> (account.dialect().authPrefix() + account.apiKey())
                        .equals(header.apply(account.dialect().authHeader())))
                .findFirst();
    }

    synchronized List<ZenQmsAccount> all() {
        return List.copyOf(accounts.values());
    }

    synchronized void takenOutside(String email) {
        outside.add(lower(email));
    }

    /** Whether somebody other than this user has the address. */
    boolean takenFor(String email, String owner) {
        String holder = owners.get(lower(email));
        return outside.contains(lower(email)) || holder != null && !holder.equals(owner);
    }

    void moveEmail(String before, String after, String owner) {
        if (before != null) {
            owners.remove(lower(before), owner);
        }
        owners.put(lower(after), owner);
    }

    static String lower(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
