package dev.parallax.puppetconsul.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The rules of Consul's access control for the tokens of a fleet, with the reason of each as a comment. */
public final class ConsulPolicies {
    private static final String NODE = "NODE";

    private ConsulPolicies() {}

    /** What the policy of a host is called, and is found by when the host is removed. */
    public static String hostName(String node) {
        return "parallax-" + node;
    }

    /** For whoever removes hosts, beside {@link #controller}. */
    public static String operator() {
        return read("operator.hcl");
    }

    /** For the agent and the tools of the host with this name in Consul. */
    public static String host(String node) {
        return read("host.hcl").replace(NODE, node);
    }

    /** For a controller, and for backends, that talk to the agent with this name in Consul. */
    public static String controller(String node) {
        return read("controller.hcl").replace(NODE, node);
    }

    private static String read(String name) {
        try (InputStream file = ConsulPolicies.class.getResourceAsStream("policies/" + name)) {
            if (file == null) {
                throw new IllegalStateException("this library was built without its policies: no resource " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("policy " + name + " cannot be read", e);
        }
    }
}
