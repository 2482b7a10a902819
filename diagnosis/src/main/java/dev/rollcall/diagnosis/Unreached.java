package dev.rollcall.diagnosis;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;

import javax.net.ssl.SSLException;

import dev.rollcall.diagnosis.Seen.Why;

/** Why a call got no answer, from what was thrown; pure. */
final class Unreached {

    private Unreached() {}

    static Seen.Nothing of(String host, Throwable thrown) {
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
                return new Seen.Nothing(
                        Why.NO_ADDRESS,
                        "There is no address for the host " + host + ".",
                        "Check its spelling, and whether this machine can resolve names (DNS, proxy).");
            }
            if (t instanceof HttpTimeoutException) {
                return timeout(host, null);
            }
            if (t instanceof CertificateException
                    || t instanceof CertPathValidatorException
                    || t instanceof CertPathBuilderException) {
                return certificate(host, t);
            }
        }
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            if (t instanceof SSLException) {
                return new Seen.Nothing(
                        Why.TLS,
                        host + " answers, but not with TLS that can be agreed on.",
                        "Check that the address begins with the right one of http and https, and that nothing on the way"
                                + " takes TLS apart; TLS 1.2 or 1.3 is needed.");
            }
            if (t instanceof ConnectException) {
                return new Seen.Nothing(
                        Why.REFUSED,
                        host + " refuses the connection, or no way leads there.",
                        "Check the port, that the service runs, and that a firewall lets this machine out.");
            }
        }
        return new Seen.Nothing(
                Why.CUT,
                "The connection to " + host + " broke off without an answer.",
                "Try again; if it stays so, something on the way cuts it: a proxy, a firewall, a wrong port.");
    }

    /** @param patience how long was waited; null when unknown */
    static Seen.Nothing timeout(String host, Duration patience) {
        return new Seen.Nothing(
                Why.TIMEOUT,
                host + " did not answer" + (patience == null ? " in time." : " within " + seconds(patience) + " s."),
                "Check that a firewall lets this machine out to it, and whether a proxy is needed.");
    }

    private static long seconds(Duration patience) {
        return Math.max(1, patience.toSeconds());
    }

    private static Seen.Nothing certificate(String host, Throwable t) {
        var said = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
        if (t instanceof CertificateExpiredException || said.contains("expired")) {
            return new Seen.Nothing(
                    Why.CERTIFICATE, "The certificate of " + host + " has expired.", "Have it renewed there.");
        }
        if (said.contains("subject alternative") || said.contains("no name matching")) {
            return new Seen.Nothing(
                    Why.CERTIFICATE,
                    "The certificate that " + host + " shows is for another name.",
                    "Check the host's spelling, or have a certificate made for this name.");
        }
        return new Seen.Nothing(
                Why.CERTIFICATE,
                "The certificate of " + host + " is not trusted here: its chain leads to no known authority.",
                "If a proxy of your company looks into TLS, let it leave this host alone or give this Java its"
                        + " certificate; else the server's chain is incomplete or self-signed.");
    }
}
