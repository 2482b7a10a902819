package dev.rollcall.directory.entra;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Microsoft's clouds. Tokens of one are worth nothing in another.
 *
 * @see <a href="https://learn.microsoft.com/graph/deployments">national clouds</a>
 */
public enum EntraCloud {
    GLOBAL("login.microsoftonline.com", "graph.microsoft.com"),
    US_GOVERNMENT("login.microsoftonline.us", "graph.microsoft.us", "dod-graph.microsoft.us"),
    CHINA("login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn");

    private final String loginHost;
    private final List<String> graphHosts;

    EntraCloud(String loginHost, String... graphHosts) {
        this.loginHost = loginHost;
        this.graphHosts = List.of(graphHosts);
    }

    /** The cloud whose tokens that host gives; empty for a host that is none of Microsoft's. */
    public static Optional<EntraCloud> ofLoginHost(String host) {
        return Arrays.stream(values())
                .filter(c -> c.loginHost.equals(host.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Where its Graph is; the first is the usual one. */
    public List<String> graphHosts() {
        return graphHosts;
    }
}
