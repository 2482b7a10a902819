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

    /**
     * The URL as given, or null after saying what is wrong with it.
     *
     * @param isNew whether the host was not on record before; then it must have an address
     */
    URI check(Findings findings, String field, String text, boolean isNew) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            findings.add(field, "This is not a URL: write it like https://host/path.");
            return null;
        }
        var refusal = refusal(uri).or(() -> isNew ? unresolvable(uri) : Optional.empty());
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

    /** Why a host can't be judged at all. One on record is: its name server's outage changes nothing. */
    private Optional<String> unresolvable(URI uri) {
        return allowInsecure || !resolver.addresses(uri.getHost()).isEmpty()
                ? Optional.empty()
                : Optional.of("There is no address for the host " + uri.getHost() + ": check its spelling.");
    }

    private static boolean isInside(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isReserved(address.getAddress());
    }

    /**
     * What the JDK has no word for.
     *
     * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">special IPv4 addresses</a>
     * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">special IPv6 addresses</a>
     */
    private static boolean isReserved(byte[] a) {
        return a.length == 16 ? isReservedIpv6(a) : isReservedIpv4(a[0] & 0xff, a[1] & 0xff, a[2] & 0xff);
    }

    /** 0/8, 100.64/10, 192.0.0/24, 198.18/15 and 240/4. */
    private static boolean isReservedIpv4(int first, int second, int third) {
        return first == 0
                || (first == 100 && (second & 0xc0) == 64)
                || (first == 192 && second == 0 && third == 0)
                || (first == 198 && (second & 0xfe) == 18)
                || first >= 240;
    }

    /** fc00::/7, the local 64:ff9b:1::/48, and where an IPv4 address inside leads: ::/96, 64:ff9b::/96 and 2002::/16. */
    private static boolean isReservedIpv6(byte[] a) {
        if ((a[0] & 0xfe) == 0xfc || startsWith(a, 0, 0x64, 0xff, 0x9b, 0, 1)) {
            return true;
        }
        if (startsWith(a, 0x20, 0x02)) {
            return isInside(ipv4(a, 2));
        }
        var carriesIpv4 = startsWith(a, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)
                || startsWith(a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return carriesIpv4 && isInside(ipv4(a, 12));
    }

    private static boolean startsWith(byte[] a, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if ((a[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress ipv4(byte[] a, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(a, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<InetAddress> resolve(String host) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host.replaceAll("^\\[|]$", "")));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
