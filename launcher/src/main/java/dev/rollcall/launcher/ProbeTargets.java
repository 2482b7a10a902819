package dev.rollcall.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.rollcall.diagnosis.DirectoryTarget;
import dev.rollcall.diagnosis.DoorTarget;
import dev.rollcall.diagnosis.PlainTokens;
import dev.rollcall.diagnosis.ZenQmsTarget;
import dev.rollcall.directory.entra.EntraCloud;
import dev.rollcall.zenqms.ZenQmsWire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is probed, put together from options, file and secrets.
 *
 * @param directory null when it is not to be probed
 * @param door null when it is not to be probed
 * @param zenQms null when it is not to be probed
 */
record ProbeTargets(DirectoryTarget directory, DoorTarget door, ZenQmsTarget zenQms) {

    private static final String GLOBAL = "https://login.microsoftonline.com/";
    private static final Pattern TOKEN_URL = Pattern.compile("/([^/{}]+)/oauth2/v2\\.0/token");

    /** @throws UsageFailure in one sentence that says what to do */
    static ProbeTargets of(ProbeOptions options, String publicUrl, ProbeSecrets secrets, HttpClient http) {
        var file = file(options);
        var directory = file.path("directory");
        var zenQms = file.path("zenqms");
        var wantsDirectory =
                directory.isObject() || options.tenant != null || options.tokenUrl != null || options.clientId != null;
        var wantsZenQms = zenQms.isObject() || options.zenQmsUrl != null;
        if (!wantsDirectory && !wantsZenQms && publicUrl == null) {
            throw new UsageFailure(
                    "Say what to probe: --tenant and --client-id, --zenqms-url, or --connections FILE. See --help.");
        }
        return new ProbeTargets(
                wantsDirectory ? directory(options, directory, secrets, http) : null,
                publicUrl == null ? null : door(publicUrl),
                wantsZenQms ? zenQms(options, zenQms, secrets) : null);
    }

    private static DirectoryTarget directory(
            ProbeOptions options, JsonNode file, ProbeSecrets secrets, HttpClient http) {
        var tenant = options.tenant;
        var tokenUrl = or(options.tokenUrl, tenant == null ? text(file, "tokenUrl") : null);
        if (tokenUrl == null) {
            if (tenant == null) {
                throw new UsageFailure("Give the tenant ID with --tenant, or the whole Token URL with --token-url.");
            }
            tokenUrl = GLOBAL + tenant.strip() + "/oauth2/v2.0/token";
        }
        var url = url("Token URL", tokenUrl);
        var path = TOKEN_URL.matcher(String.valueOf(url.getRawPath()));
        if (!path.matches()) {
            throw new UsageFailure("Write the Token URL like " + GLOBAL + "<tenant ID>/oauth2/v2.0/token.");
        }
        var clientId = or(options.clientId, text(file, "clientId"));
        if (clientId == null) {
            throw new UsageFailure("Give the Application (client) ID with --client-id.");
        }
        var secret = secrets.secret(
                "client secret",
                options.clientSecretFile == null ? null : options.resolve(options.clientSecretFile),
                "--client-secret-file",
                text(file, "clientSecret"),
                "ROLLCALL_CLIENT_SECRET");
        var graph = graphUrl(or(options.graphUrl, text(file, "graphUrl")), url);
        return new DirectoryTarget(
                url, or(tenant, path.group(1)), graph, new PlainTokens(http, url, clientId.strip(), secret, graph));
    }

    /** Tokens of one cloud are worth nothing in another, so Graph follows from the Token URL. */
    private static URI graphUrl(String given, URI tokenUrl) {
        if (given != null) {
            return url("Graph URL", given.strip().replaceAll("/+(v1\\.0/?)?$", ""));
        }
        return EntraCloud.ofLoginHost(tokenUrl.getHost())
                .map(cloud -> URI.create("https://" + cloud.graphHosts().getFirst()))
                .orElseThrow(
                        () -> new UsageFailure("Say where Microsoft Graph is with --graph-url: it does not follow from "
                                + tokenUrl.getHost() + "."));
    }

    private static ZenQmsTarget zenQms(ProbeOptions options, JsonNode file, ProbeSecrets secrets) {
        var given = or(options.zenQmsUrl, text(file, "baseUrl"));
        if (given == null) {
            throw new UsageFailure("Give ZenQMS's Base URL with --zenqms-url, such as https://public-api.zenqms.com.");
        }
        var url = url("Base URL", given);
        var wire = new TreeMap<String, String>();
        file.path("wire")
                .properties()
                .forEach(field -> wire.put(field.getKey(), field.getValue().asText()));
        try {
            var spelling = ZenQmsWire.from(wire);
            var key = secrets.secret(
                    "ZenQMS API key",
                    options.apiKeyFile == null ? null : options.resolve(options.apiKeyFile),
                    "--api-key-file",
                    text(file, "apiKey"),
                    "ROLLCALL_ZENQMS_API_KEY");
            return new ZenQmsTarget(url, key, spelling);
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(e.getMessage() + ".");
        }
    }

    /** The handshake is answered for any key that could be one. */
    private static DoorTarget door(String publicUrl) {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        var door = url("public URL", publicUrl).toString().replaceAll("/+$", "") + "/graph/"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new DoorTarget(
                URI.create(door + "/notifications"),
                URI.create(door + "/lifecycle"),
                true,
                new DoorTarget.Proof.None(
                        "Microsoft calls it only for a subscription, and this probe makes none: test the"
                                + " connections of the integration in the manager, or activate it."));
    }

    private static URI url(String what, String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new UsageFailure("The " + what + " is not a URL: write it like https://host/path.");
        }
        if (uri.getHost() == null
                || uri.getScheme() == null
                || !uri.getScheme().matches("(?i)https?")
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new UsageFailure("The " + what + " is not a plain web address: write it like https://host/path.");
        }
        refusal(uri).ifPresent(sentence -> {
            throw new UsageFailure("The " + what + ": " + sentence);
        });
        return uri;
    }

    /** Secrets travel by https, or stay on this machine. */
    static Optional<String> refusal(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https") || isThisMachine(uri.getHost())
                ? Optional.empty()
                : Optional.of("Use https: a secret would travel in clear.");
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static JsonNode file(ProbeOptions options) {
        if (options.connections == null) {
            return JsonApi.JSON.createObjectNode();
        }
        try {
            var json = JsonApi.JSON.readTree(Files.readString(options.resolve(options.connections)));
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the file, which may hold secrets.
            throw new UsageFailure(options.connections + " is not JSON"
                    + (e.getLocation() == null
                            ? "."
                            : " at line " + e.getLocation().getLineNr() + "."));
        } catch (IOException e) {
            throw new UsageFailure(options.connections + " can't be read.");
        }
        throw new UsageFailure(options.connections + " holds no JSON object.");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).asText() : null;
    }

    private static String or(String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    /** For a file of proven settings. */
    static Map<String, Object> patch(Map<String, String> wire) {
        return Map.of("zenqms", Map.of("wire", wire));
    }
}
