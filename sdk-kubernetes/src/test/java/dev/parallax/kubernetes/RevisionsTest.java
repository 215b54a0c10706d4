package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RevisionsTest {
    @Test
    void templateIsOfTheNewestVersionThatHasIt() {
        ConfigMap one = record(1, "1", "db-1 web-1");
        ConfigMap two = record(2, "2", "db-1 web-2");
        ConfigMap ten = record(10, "3", "db-1 web-3");
        ConfigMap other = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("files")
                .endMetadata()
                .build();

        assertThat(Revisions.versions(List.of(two, ten, other, one)))
                .isEqualTo(Map.of("db-1", "3", "web-1", "1", "web-2", "2", "web-3", "3"));
    }

    @Test
    void recordWithoutTemplatesTellsNothing() {
        assertThat(Revisions.versions(List.of(record(1, "1", "")))).isEmpty();
    }

    @Test
    void namesWhatIsInTheWayOfARecord() {
        ConfigMap nobodys = named("shop-revision-2", Map.of());
        ConfigMap unlabelled = named("shop-revision-2", Names.labels("shop"));
        ConfigMap anothers = named("shop-revision-2", Names.labels("other", Names.REVISION, "2"));
        ConfigMap own = named("shop-revision-2", Names.labels("shop", Names.REVISION, "2"));

        for (ConfigMap foreign : List.of(nobodys, unlabelled, anothers)) {
            assertThatThrownBy(() -> Revisions.refuseUnlessRecord(foreign, "shop"))
                    .hasMessageContaining(
                            "ConfigMap shop/shop-revision-2 is there and is no record of application shop");
        }
        assertThatCode(() -> Revisions.refuseUnlessRecord(own, "shop")).doesNotThrowAnyException();
    }

    private static ConfigMap named(String name, Map<String, String> labels) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private static ConfigMap record(long number, String version, String templates) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("revision-" + number)
                .withLabels(Map.of(Names.REVISION, Long.toString(number)))
                .withAnnotations(Map.of(Names.VERSION, version, "parallax.dev/templates", templates))
                .endMetadata()
                .build();
    }
}
