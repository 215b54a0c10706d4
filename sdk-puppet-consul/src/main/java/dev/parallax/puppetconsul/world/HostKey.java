package dev.parallax.puppetconsul.world;

import dev.parallax.puppetconsul.seal.Certificates;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The certificate by which secrets are sealed for a host; without one, why not. */
public record HostKey(Optional<X509Certificate> certificate, Optional<String> problem) {
    /** Of a host whose daemon has not published one yet. */
    public static final HostKey MISSING =
            new HostKey(Optional.empty(), Optional.of("has not published a key for which its secrets are sealed"));

    /** Reads what a host published. What is no certificate is that host's trouble, and no other's. */
    static HostKey read(String pem) {
        try {
            return new HostKey(Optional.of(Certificates.read(pem)), Optional.empty());
        } catch (IllegalArgumentException e) {
            return new HostKey(
                    Optional.empty(), Optional.of("has published what cannot be sealed for, " + e.getMessage()));
        }
    }
}
