package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** The virtual address of a service, and the one outside when it is public. */
public record VirtualAddress(
        String address, @JsonProperty("public") Optional<String> publicAddress) {
    /** The name of a service in the document of all addresses, in host data and in the storage document's manner. */
    public static String key(String app, String service) {
        return app + "/" + service;
    }
}
