package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.template.Bindings;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FieldDiffTest {
    @Test
    void namesTheElementOfAListByItsName() {
        var before = new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("example/app:1")
                .endContainer()
                .endSpec()
                .build();
        var after = new PodBuilder(before)
                .editSpec()
                .editContainer(0)
                .withImage("example/app:2")
                .endContainer()
                .endSpec()
                .build();

        assertThat(FieldDiff.between(before, after))
                .containsExactly(new FieldChange(
                        "spec.containers[app].image", Optional.of("example/app:1"), Optional.of("example/app:2")));
    }

    @Test
    void ignoresWhatTheClusterKeepsForItself() {
        var before = new PodBuilder()
                .withNewMetadata()
                .withName("a")
                .withResourceVersion("1")
                .withGeneration(1L)
                .endMetadata()
                .build();
        var after = new PodBuilder(before)
                .editMetadata()
                .withResourceVersion("2")
                .withGeneration(2L)
                .endMetadata()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();

        assertThat(FieldDiff.between(before, after)).isEmpty();
    }

    @Test
    void masksWhatASecretHolds() {
        var before = new SecretBuilder().withData(Map.of("value", "b2xk")).build();
        var after = new SecretBuilder().withData(Map.of("value", "bmV3")).build();

        assertThat(FieldDiff.between(before, after))
                .containsExactly(new FieldChange("data.value", Optional.of(Bindings.MASK), Optional.of(Bindings.MASK)));
    }
}
