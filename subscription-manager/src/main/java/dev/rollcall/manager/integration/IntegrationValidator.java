package dev.rollcall.manager.integration;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.model.SubjectId;
import dev.rollcall.zenqms.ZenQmsWire;

/** Reads a request whole: everything that is wrong is said at once. Pure, but for the resolver behind its rules. */
final class IntegrationValidator {

    /** ZenQMS's pages are on these hosts, its API is not. */
    private static final Map<String, String> API_OF_PAGES = Map.of(
            "app.zenqms.com", "https://public-api.zenqms.com",
            "sandbox.zenqms.com", "https://public-api-sandbox.zenqms.com");

    private static final int MOST_PROTECTED = 1000;

    private final EndpointRules rules;

    IntegrationValidator(EndpointRules rules) {
        this.rules = rules;
    }

    /** A request that holds together, or what is wrong with it. */
    sealed interface Checked {
        /** @param secrets null values mean: keep the one on record */
        record Valid(
                String name,
                EntraEndpoints entra,
                String clientId,
                URI zenQmsUrl,
                Map<String, String> wire,
                InitialSync initialSync,
                UserSync userSync,
                Secrets secrets)
                implements Checked {}

        record Invalid(List<FieldProblem> problems) implements Checked {}
    }

    /** New secrets; null where the one on record stays. */
    record Secrets(String clientSecret, String apiKey) {
        @Override
        public String toString() {
            return "Secrets[***]";
        }
    }

    /** A new integration: both secrets must be there. */
    Checked create(IntegrationRequest request) {
        return check(request, true, true);
    }

    /**
     * A changed one. A secret on record is not sent to a host it was not given for.
     *
     * @param request the integration as it would be, secrets only where new ones are given
     */
    Checked change(IntegrationRequest request, URI tokenUrlOnRecord, URI zenQmsUrlOnRecord) {
        return check(
                request,
                !sameHost(request.directory().tokenUrl(), tokenUrlOnRecord),
                !sameHost(request.zenqms().baseUrl(), zenQmsUrlOnRecord));
    }

    private Checked check(IntegrationRequest request, boolean clientSecretNeeded, boolean apiKeyNeeded) {
        var findings = new Findings();
        var name = findings.required("name", request.name(), 200, "the integration a name");
        var directory = request.directory();
        EntraEndpoints entra = null;
        String clientId = null;
        String clientSecret = null;
        if (directory == null) {
            findings.add("directory", "Give the directory's connection.");
        } else {
            if (!"entra".equalsIgnoreCase(directory.kind())) {
                findings.add("directory.kind", "Only \"entra\" is known so far.");
            }
            // A secret is needed again where its host is new.
            entra = EntraEndpoints.check(findings, rules, directory, clientSecretNeeded);
            clientId =
                    findings.required("directory.clientId", directory.clientId(), 200, "the Application (client) ID");
            clientSecret = secret(
                    findings,
                    "directory.clientSecret",
                    directory.clientSecret(),
                    clientSecretNeeded,
                    "the client secret's Value");
        }
        URI zenQmsUrl = null;
        String apiKey = null;
        if (request.zenqms() == null) {
            findings.add("zenqms", "Give ZenQMS's connection.");
        } else {
            zenQmsUrl = zenQmsUrl(findings, request.zenqms().baseUrl(), apiKeyNeeded);
            apiKey = secret(findings, "zenqms.apiKey", request.zenqms().apiKey(), apiKeyNeeded, "the API key");
        }
        var wire = wire(findings, request.zenqms());
        var settings = request.settings() == null ? IntegrationRequest.Settings.DEFAULT : request.settings();
        var initialSync = initialSync(findings, settings.initialSync());
        var userSync = userSync(findings, settings, initialSync);
        if (!findings.isEmpty()) {
            return new Checked.Invalid(findings.all());
        }
        return new Checked.Valid(
                name, entra, clientId, zenQmsUrl, wire, initialSync, userSync, new Secrets(clientSecret, apiKey));
    }

    private static String secret(Findings findings, String field, String value, boolean needed, String what) {
        return value == null && !needed ? null : findings.required(field, value, 2000, what);
    }

    private URI zenQmsUrl(Findings findings, String text, boolean isNew) {
        var given = findings.required("zenqms.baseUrl", text, 500, "ZenQMS's base URL");
        if (given == null) {
            return null;
        }
        var uri = rules.check(findings, "zenqms.baseUrl", given.replaceAll("/+$", ""), isNew);
        if (uri == null) {
            return null;
        }
        var api = API_OF_PAGES.get(uri.getHost().toLowerCase(Locale.ROOT));
        if (api != null) {
            findings.add("zenqms.baseUrl", uri.getHost() + " serves ZenQMS's pages, not its API: use " + api + ".");
            return null;
        }
        return uri;
    }

    private static Map<String, String> wire(Findings findings, IntegrationRequest.ZenQms zenqms) {
        if (zenqms == null || zenqms.wire() == null) {
            return Map.of();
        }
        if (zenqms.wire().values().stream().anyMatch(Objects::isNull)) {
            findings.add("zenqms.wire", "Give each of these settings a text, or leave it out.");
            return Map.of();
        }
        try {
            ZenQmsWire.from(zenqms.wire());
        } catch (IllegalArgumentException e) {
            findings.add("zenqms.wire", e.getMessage() + ".");
        }
        return new TreeMap<>(zenqms.wire());
    }

    private static InitialSync initialSync(Findings findings, String label) {
        if (label == null) {
            return InitialSync.FULL;
        }
        var known = InitialSync.of(label);
        if (known.isEmpty()) {
            findings.add("settings.initialSync", "Use \"full\" or \"link-only\".");
        }
        return known.orElse(InitialSync.FULL);
    }

    private static UserSync userSync(Findings findings, IntegrationRequest.Settings s, InitialSync initialSync) {
        var standard = UserSync.DEFAULT;
        var percent = range(findings, "settings.brakePercent", s.brakePercent(), 0, 100, standard.brakePercent());
        var atLeast = range(findings, "settings.brakeAtLeast", s.brakeAtLeast(), 0, 1_000_000, standard.brakeAtLeast());
        var perSecond = range(
                findings,
                "settings.zenQmsRequestsPerSecond",
                s.zenQmsRequestsPerSecond(),
                1,
                10_000,
                standard.zenQmsRequestsPerSecond());
        var concurrency = range(
                findings, "settings.zenQmsConcurrency", s.zenQmsConcurrency(), 1, 64, standard.zenQmsConcurrency());
        return new UserSync(
                // Who only links doesn't expect new users from a later change either.
                s.createPeople() == null ? initialSync == InitialSync.FULL : s.createPeople(),
                s.matchGuestsByMail() == null ? standard.matchGuestsByMail() : s.matchGuestsByMail(),
                protectedPeople(findings, s.protectedPeople()),
                percent,
                atLeast,
                perSecond,
                concurrency);
    }

    private static Set<SubjectId> protectedPeople(Findings findings, List<String> ids) {
        if (ids == null) {
            return Set.of();
        }
        if (ids.size() > MOST_PROTECTED) {
            findings.add("settings.protectedPeople", "At most " + MOST_PROTECTED + " people can be protected.");
            return Set.of();
        }
        var people = new LinkedHashSet<SubjectId>();
        for (int i = 0; i < ids.size(); i++) {
            var id =
                    findings.required("settings.protectedPeople[" + i + "]", ids.get(i), 200, "the person's object ID");
            if (id != null) {
                people.add(new SubjectId(id));
            }
        }
        return people;
    }

    private static int range(Findings findings, String field, Integer value, int from, int to, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < from || value > to) {
            findings.add(field, "Use a number from " + from + " to " + to + ".");
            return otherwise;
        }
        return value;
    }

    private static boolean sameHost(String url, URI onRecord) {
        try {
            return url != null
                    && onRecord.getAuthority()
                            .equalsIgnoreCase(URI.create(url.strip()).getAuthority());
        } catch (IllegalArgumentException e) {
            // Not a URL: said where it is checked.
            return true;
        }
    }
}
