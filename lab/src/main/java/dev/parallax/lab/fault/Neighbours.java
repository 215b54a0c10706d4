package dev.parallax.lab.fault;

import dev.parallax.lab.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/** Who answers for an address of a lab's network: the machine's own neighbour table, which is what its requests go by. */
public final class Neighbours {
    private static final int PATIENCE_MILLIS = 300;

    private Neighbours() {}

    /**
     * The host that answers for the address.
     *
     * @param hosts each host's own address, by its name
     */
    public static Optional<String> holder(String address, Map<String, String> hosts) {
        Optional<String> link = link(address);
        return link.flatMap(found -> hosts.entrySet().stream()
                .filter(host -> link(host.getValue()).equals(link))
                .map(Map.Entry::getKey)
                .findFirst());
    }

    private static Optional<String> link(String address) {
        Optional<String> known = lookUp(address);
        if (known.isPresent()) {
            return known;
        }
        try {
            // Whether it answers does not matter: asking fills the table.
            boolean ignored = InetAddress.getByName(address).isReachable(PATIENCE_MILLIS);
        } catch (IOException e) {
            return Optional.empty();
        }
        return lookUp(address);
    }

    private static Optional<String> lookUp(String address) {
        return parse(Commands.run("ip", "neigh", "show", "to", address));
    }

    static Optional<String> parse(String output) {
        String[] words = output.strip().split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("lladdr") && !output.contains("FAILED")) {
                return Optional.of(words[i + 1]);
            }
        }
        return Optional.empty();
    }
}
