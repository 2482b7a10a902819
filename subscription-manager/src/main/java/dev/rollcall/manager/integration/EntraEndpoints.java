package dev.rollcall.manager.integration;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.rollcall.directory.entra.EntraCloud;

/**
 * Which tenant of which Microsoft cloud is meant. Tokens of one cloud are worth nothing in another, so Graph follows from
 * the Token URL.
 *
 * @param graphUrl without the version
 * @see <a href="https://learn.microsoft.com/graph/deployments">national clouds</a>
 */
record EntraEndpoints(String tenantId, URI authorizeUrl, URI tokenUrl, URI graphUrl) {

    private static final Pattern PATH = Pattern.compile("/([^/]+)/oauth2/v2\\.0/(authorize|token)");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(\\{|%7B)\\s*tenant[^}%]*(}|%7D)", Pattern.CASE_INSENSITIVE);

    /**
     * Null, after saying why, when they don't fit together.
     *
     * @param isNew whether the Token URL's host was not on record before
     */
    static EntraEndpoints check(
            Findings findings, EndpointRules rules, IntegrationRequest.Directory directory, boolean isNew) {
        var authorize =
                loginUrl(findings, rules, "directory.authorizeUrl", directory.authorizeUrl(), "authorize", isNew);
        var token = loginUrl(findings, rules, "directory.tokenUrl", directory.tokenUrl(), "token", isNew);
        if (token == null) {
            return null;
        }
        var tenant = tenant(token);
        var cloud = EntraCloud.ofLoginHost(token.getHost());
        if (List.of("common", "organizations", "consumers").contains(tenant.toLowerCase(Locale.ROOT))) {
            findings.add(
                    "directory.tokenUrl",
                    "Name your own tenant in place of \"" + tenant
                            + "\": an application's token is given for one tenant only.");
        } else if (cloud.isPresent() && !GUID.matcher(tenant).matches()) {
            findings.add(
                    "directory.tokenUrl",
                    "Use the tenant ID (Entra admin center, Overview) in place of \"" + tenant
                            + "\": tokens name their tenant by ID, and Rollcall compares it.");
        }
        if (authorize != null && !authorize.getAuthority().equalsIgnoreCase(token.getAuthority())) {
            findings.add(
                    "directory.authorizeUrl",
                    "Authorize URL and Token URL name different hosts: " + authorize.getAuthority() + " and "
                            + token.getAuthority() + ".");
        }
        if (authorize != null && !tenant(authorize).equalsIgnoreCase(tenant)) {
            findings.add(
                    "directory.authorizeUrl",
                    "Authorize URL and Token URL name different tenants: " + tenant(authorize) + " and " + tenant
                            + ".");
        }
        var graph = graphUrl(findings, rules, directory.graphUrl(), isNew, cloud, token);
        return authorize == null || graph == null ? null : new EntraEndpoints(tenant, authorize, token, graph);
    }

    private static URI loginUrl(
            Findings findings, EndpointRules rules, String field, String text, String last, boolean isNew) {
        var what = last.equals("token") ? "the Token URL" : "the Authorize URL";
        var given = findings.required(field, text, 500, what);
        if (given == null) {
            return null;
        }
        if (PLACEHOLDER.matcher(given).find()) {
            findings.add(field, "Replace {tenant} with your Microsoft Entra tenant ID.");
            return null;
        }
        var uri = rules.check(findings, field, given, isNew);
        if (uri == null) {
            return null;
        }
        var path = PATH.matcher(uri.getRawPath());
        if (!path.matches() || !path.group(2).equals(last)) {
            findings.add(
                    field,
                    "Write " + what + " like https://login.microsoftonline.com/<tenant ID>/oauth2/v2.0/" + last + ".");
            return null;
        }
        return uri;
    }

    private static String tenant(URI uri) {
        var path = PATH.matcher(uri.getRawPath());
        return path.matches() ? path.group(1) : "";
    }

    private static URI graphUrl(
            Findings findings,
            EndpointRules rules,
            String override,
            boolean isNew,
            Optional<EntraCloud> cloud,
            URI token) {
        if (override == null || override.isBlank()) {
            if (cloud.isEmpty()) {
                findings.add(
                        "directory.graphUrl",
                        "Say where Microsoft Graph is: it does not follow from the host " + token.getHost() + ".");
                return null;
            }
            return URI.create("https://" + cloud.get().graphHosts().getFirst());
        }
        var uri = rules.check(findings, "directory.graphUrl", override.strip().replaceAll("/+(v1\\.0/?)?$", ""), isNew);
        if (uri == null) {
            return null;
        }
        // A token of a known cloud goes to that cloud's Graph and nowhere else.
        if (cloud.isPresent()
                && !rules.allowInsecure()
                && !cloud.get().graphHosts().contains(uri.getHost().toLowerCase(Locale.ROOT))) {
            findings.add(
                    "directory.graphUrl",
                    "Tokens from " + token.getHost() + " work at "
                            + String.join(" or ", cloud.get().graphHosts())
                            + " only: use one of these, or leave it out.");
            return null;
        }
        return uri;
    }
}
