package dev.rollcall.manager.integration;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.model.SubjectId;
import dev.rollcall.zenqms.ZenQmsHosts;
import dev.rollcall.zenqms.ZenQmsWire;

/** Reads a request whole: everything that is wrong is said at once. Pure, but for the resolver behind its rules. */
final class IntegrationValidator {

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

    /**
     * Only the connections, for a test of them; secrets must be there. A side that is left out is not tested.
     *
     * @return null when something is wrong with them, after saying so
     */
    GivenConnections connections(IntegrationRequest request, Findings findings) {
        if (request.directory() == null && request.zenqms() == null) {
            findings.add("", "Give the connections to be tested: directory, zenqms, or both.");
        }
        var directory = request.directory() == null ? null : directory(findings, request.directory(), true);
        var zenQms = request.zenqms() == null ? null : zenQms(findings, request.zenqms(), true);
        return findings.isEmpty() ? new GivenConnections(directory, zenQms) : null;
    }

    private Checked check(IntegrationRequest request, boolean clientSecretNeeded, boolean apiKeyNeeded) {
        var findings = new Findings();
        var name = findings.required("name", request.name(), 200, "the integration a name");
        EntraPart directory = null;
        if (request.directory() == null) {
            findings.add("directory", "Give the directory's connection.");
        } else {
            directory = entra(findings, request.directory(), clientSecretNeeded);
        }
        GivenConnections.ZenQms zenQms = null;
        if (request.zenqms() == null) {
            findings.add("zenqms", "Give ZenQMS's connection.");
        } else {
            zenQms = zenQms(findings, request.zenqms(), apiKeyNeeded);
        }
        var settings = request.settings() == null ? IntegrationRequest.Settings.DEFAULT : request.settings();
        var initialSync = initialSync(findings, settings.initialSync());
        var userSync = userSync(findings, settings, initialSync);
        if (!findings.isEmpty()) {
            return new Checked.Invalid(findings.all());
        }
        return new Checked.Valid(
                name,
                directory.endpoints(),
                directory.clientId(),
                zenQms.baseUrl(),
                zenQms.wire(),
                initialSync,
                userSync,
                new Secrets(directory.clientSecret(), zenQms.apiKey()));
    }

    /** The directory's part of a request; what is null was said to be wrong, or stays as it is. */
    private record EntraPart(EntraEndpoints endpoints, String clientId, String clientSecret) {
        @Override
        public String toString() {
            return "EntraPart[***]";
        }
    }

    /** A secret is needed again where its host is new. */
    private EntraPart entra(Findings findings, IntegrationRequest.Directory directory, boolean secretNeeded) {
        if (!"entra".equalsIgnoreCase(directory.kind())) {
            findings.add("directory.kind", "Only \"entra\" is known so far.");
        }
        return new EntraPart(
                EntraEndpoints.check(findings, rules, directory, secretNeeded),
                findings.required("directory.clientId", directory.clientId(), 200, "the Application (client) ID"),
                secret(
                        findings,
                        "directory.clientSecret",
                        directory.clientSecret(),
                        secretNeeded,
                        "the client secret's Value"));
    }

    private GivenConnections.Directory directory(
            Findings findings, IntegrationRequest.Directory directory, boolean secretNeeded) {
        var part = entra(findings, directory, secretNeeded);
        return part.endpoints() == null
                ? null
                : new GivenConnections.Directory(
                        part.endpoints().tokenUrl(),
                        part.endpoints().tenantId(),
                        part.endpoints().graphUrl(),
                        part.clientId(),
                        part.clientSecret());
    }

    private GivenConnections.ZenQms zenQms(Findings findings, IntegrationRequest.ZenQms zenqms, boolean keyNeeded) {
        return new GivenConnections.ZenQms(
                zenQmsUrl(findings, zenqms.baseUrl(), keyNeeded),
                secret(findings, "zenqms.apiKey", zenqms.apiKey(), keyNeeded, "the API key"),
                wire(findings, zenqms));
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
        var api = ZenQmsHosts.apiInsteadOf(uri.getHost());
        if (api.isPresent()) {
            findings.add(
                    "zenqms.baseUrl", uri.getHost() + " serves ZenQMS's pages, not its API: use " + api.get() + ".");
            return null;
        }
        return uri;
    }

    private static Map<String, String> wire(Findings findings, IntegrationRequest.ZenQms zenqms) {
        if (zenqms.wire() == null) {
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
                concurrency,
                ScopeRules.check(findings, s.scope()),
                initialSync == InitialSync.LINK_ONLY);
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
