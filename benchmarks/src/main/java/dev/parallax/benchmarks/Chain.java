package dev.parallax.benchmarks;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Path;

/** A definition of roles that wait for one another in a chain. */
final class Chain {
    private Chain() {}

    static String text(int roles) {
        StringBuilder definition = new StringBuilder("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: chain, version: "1"}
                roles:
                """);
        for (int role = 0; role < roles; role++) {
            String requires = role == 0 ? "" : "requires: [{role: r" + (role - 1) + "}], ";
            definition.append("  r" + role + ": {" + requires
                    + "components: {app: {artifact: {image: \"x:1\"}, command: [x]}}}\n");
        }
        return definition.toString();
    }

    static Application read(int roles) {
        return read(text(roles));
    }

    static Application read(String text) {
        return DefinitionReader.read(text, "chain.yaml", Path.of(""));
    }
}
