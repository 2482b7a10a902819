package dev.rollcall.zenqms;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** ZenQMS's pages are on these hosts, its API is not. */
public final class ZenQmsHosts {

    private static final Map<String, String> API_OF_PAGES = Map.of(
            "app.zenqms.com", "https://public-api.zenqms.com",
            "sandbox.zenqms.com", "https://public-api-sandbox.zenqms.com");

    private ZenQmsHosts() {}

    /** Where the API is that belongs to these pages; empty for a host that is not known to serve pages. */
    public static Optional<URI> apiInsteadOf(String host) {
        return Optional.ofNullable(API_OF_PAGES.get(host.toLowerCase(Locale.ROOT)))
                .map(URI::create);
    }
}
