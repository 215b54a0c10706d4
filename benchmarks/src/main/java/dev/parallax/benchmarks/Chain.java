package dev.parallax.benchmarks;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Path;

/** A definition of roles that wait for one another in a chain. */
public final class Chain {
    private static final int ROLES_OF_A_SERVICE = 10;
    private static final int FIRST_PORT = 20_000;

    private Chain() {}

    /** A definition of roles alone. */
    public static String text(int roles) {
        return text(roles, false);
    }

    /** With services, every tenth role has one, and a check of its readiness. */
    public static String text(int roles, boolean services) {
        StringBuilder definition = new StringBuilder("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: chain, version: "1"}
                """);
        if (services) {
            definition.append("services:\n");
            for (int role = 0; role < roles; role += ROLES_OF_A_SERVICE) {
                definition.append("  s" + role + ": {role: r" + role + ", ports: {http: 80}}\n");
            }
        }
        definition.append("roles:\n");
        for (int role = 0; role < roles; role++) {
            String requires = role == 0 ? "" : "requires: [{role: r" + (role - 1) + "}], ";
            String serving = services && role % ROLES_OF_A_SERVICE == 0
                    ? ", ports: {http: " + (FIRST_PORT + role) + "}, checks: {ready: {tcp: http}}"
                    : "";
            definition.append("  r" + role + ": {" + requires
                    + "components: {app: {artifact: {image: \"x:1\"}, command: [x]" + serving + "}}}\n");
        }
        return definition.toString();
    }

    public static Application read(int roles, boolean services) {
        return read(text(roles, services));
    }

    public static Application read(String text) {
        return DefinitionReader.read(text, "chain.yaml", Path.of(""));
    }
}
