package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenPlacesTest {
    private final MergedDefinition merged = DefinitionReader.merge(
            new Source("shop.yaml", """
                    apiVersion: parallax.dev/v1
                    kind: Application
                    metadata: {name: shop, version: "1"}
                    roles:
                      web:
                        replicas: 2
                        components:
                          app: {artifact: {image: "x:1", packages: [aa, bb]}, command: [x], files: {/etc/a.conf: {content: a}}}
                    """, Path.of("")), List.of(new Source("prod.yaml", """
                    apiVersion: parallax.dev/v1
                    kind: Overlay
                    metadata: {name: prod}
                    roles: {web: {replicas: {spread: host}}}
                    """, Path.of(""))));

    @Test
    void areThoseOfTheDocumentThatHasTheValue() {
        assertThat(merged.placeOf("roles.web.replicas.spread")).isEqualTo("prod.yaml:4:34");
        assertThat(merged.placeOf("roles.web.replicas.count")).isEqualTo("shop.yaml:6:15");
    }

    @Test
    void areThoseOfTheNearestPartWhereNothingIsWritten() {
        assertThat(merged.placeOf("roles.web.components.app.stop.grace")).isEqualTo("shop.yaml:8:7");
        assertThat(merged.placeOf("acceptance[0].name")).isEqualTo("shop.yaml:1:1");
    }

    @Test
    void areFoundByPathsWithQuotesAndWithout() {
        assertThat(merged.placeOf("roles.web.components.app.files./etc/a.conf.content"))
                .isEqualTo(merged.placeOf("roles.web.components.app.files[\"/etc/a.conf\"].content"))
                .isEqualTo("shop.yaml:8:104");
        assertThat(merged.placeOf("roles.web.components.app.artifact.packages[1]"))
                .isEqualTo("shop.yaml:8:53");
    }

    @Test
    void aProblemKeepsItsOwn() {
        Problem problem = new Problem("other.yaml", 1, 2, "roles.web", "is wrong", "");

        assertThat(merged.placed(problem)).isEqualTo(problem);
        assertThat(merged.placed(new Problem("", 0, 0, "roles.web", "is wrong", "")))
                .hasToString("shop.yaml:5:3 roles.web: is wrong");
    }
}
