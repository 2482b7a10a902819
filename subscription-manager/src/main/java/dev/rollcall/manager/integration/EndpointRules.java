package dev.rollcall.manager.integration;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where secrets may be sent: https, and no address inside our own network, or an administrator of one integration could
 * make the manager call what only it can reach.
 */
final class EndpointRules {

    /** Asks for a host's addresses; a host that has none now is judged when it is used. */
    interface Resolver {
        List<InetAddress> addresses(String host);
    }

    private final boolean allowInsecure;
    private final Resolver resolver;

    EndpointRules(boolean allowInsecure, Resolver resolver) {
        this.allowInsecure = allowInsecure;
        this.resolver = resolver;
    }

    static EndpointRules real(boolean allowInsecure) {
        return new EndpointRules(allowInsecure, EndpointRules::resolve);
    }

    boolean allowInsecure() {
        return allowInsecure;
    }

    /** The URL as given, or null after saying what is wrong with it. */
    URI check(Findings findings, String field, String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            findings.add(field, "This is not a URL: write it like https://host/path.");
            return null;
        }
        var refusal = refusal(uri);
        refusal.ifPresent(sentence -> findings.add(field, sentence));
        return refusal.isPresent() ? null : uri;
    }

    /** Why nothing may be sent there; empty when it may. */
    Optional<String> refusal(URI uri) {
        if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().matches("(?i)https?")) {
            return Optional.of("This is not a web address: write it like https://host/path.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null || uri.getRawQuery() != null) {
            return Optional.of("Leave out user name, query and fragment: only host and path belong here.");
        }
        if (allowInsecure) {
            return Optional.empty();
        }
        if (!uri.getScheme().equalsIgnoreCase("https")) {
            return Optional.of("Use https: a secret would travel in clear.");
        }
        if (resolver.addresses(uri.getHost()).stream().anyMatch(EndpointRules::isInside)) {
            return Optional.of("This host has a private address. Use its public name, or let an operator set"
                    + " rollcall.manager.allow-insecure-endpoints=true.");
        }
        return Optional.empty();
    }

    private static boolean isInside(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isUniqueLocalOrShared(address.getAddress());
    }

    /** fc00::/7, 100.64.0.0/10 and 0.0.0.0/8, which the JDK has no word for. */
    private static boolean isUniqueLocalOrShared(byte[] a) {
        if (a.length == 16) {
            return (a[0] & 0xfe) == 0xfc;
        }
        return a[0] == 0 || ((a[0] & 0xff) == 100 && (a[1] & 0xc0) == 64);
    }

    private static List<InetAddress> resolve(String host) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host.replaceAll("^\\[|]$", "")));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
