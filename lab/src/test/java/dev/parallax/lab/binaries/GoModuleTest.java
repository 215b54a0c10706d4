package dev.parallax.lab.binaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoModuleTest {
    private static final List<String> NONE = List.of();

    @Test
    void hasAnotherDigestWheneverSomethingThatMakesTheExecutablesDiffers() {
        List<String> digests = Stream.of(
                        new GoModule("tools", List.of("./web"), NONE, NONE, NONE),
                        new GoModule("consul", List.of("./web"), NONE, NONE, NONE),
                        new GoModule("tools", List.of("./pause"), NONE, NONE, NONE),
                        new GoModule("tools", List.of("./web"), List.of("selinux"), NONE, NONE),
                        new GoModule("tools", List.of("./web"), NONE, List.of("main.name=value"), NONE),
                        new GoModule("tools", List.of("./web"), NONE, NONE, List.of("link")))
                .map(GoModule::digest)
                .toList();

        assertThat(digests).doesNotHaveDuplicates().allMatch(digest -> digest.matches("[0-9a-f]{12}"));
    }

    @Test
    void hasTheSameDigestForTheSameRecipe() {
        assertThat(new GoModule("tools", List.of("./web"), NONE, NONE, NONE).digest())
                .isEqualTo(GoModule.of("tools", "./web").digest());
    }
}
