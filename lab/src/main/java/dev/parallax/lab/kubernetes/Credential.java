package dev.parallax.lab.kubernetes;

/**
 * A certificate and its private key, both as PEM text.
 *
 * @param key secret
 */
record Credential(String certificate, String key) {
    @Override
    public String toString() {
        return "Credential";
    }
}
