package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of keys that a generated pair has. */
public enum KeyAlgorithm {
    /** An elliptic curve, NIST's P-256: what ES256 signs with. */
    @JsonProperty("ec-p256")
    EC_P256("EC P-256"),
    /** An Edwards curve. */
    @JsonProperty("ed25519")
    ED25519("Ed25519"),
    /** RSA with 2048 bits, for those who read no longer ones. */
    @JsonProperty("rsa-2048")
    RSA_2048("RSA 2048"),
    /** RSA with 3072 bits. */
    @JsonProperty("rsa-3072")
    RSA_3072("RSA 3072"),
    /** RSA with 4096 bits. */
    @JsonProperty("rsa-4096")
    RSA_4096("RSA 4096");

    private final String words;

    KeyAlgorithm(String words) {
        this.words = words;
    }

    /** Its name as people write it. */
    public String words() {
        return words;
    }
}
