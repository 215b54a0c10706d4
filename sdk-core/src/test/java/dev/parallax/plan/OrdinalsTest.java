package dev.parallax.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.model.ByteSize;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdinalsTest {
    private static final Role PLAIN = Role.builder().build();
    private static final Role KEEPING = Role.builder()
            .putStorage(
                    "data",
                    Storage.builder()
                            .path("/data")
                            .size(ByteSize.parse("1Mi"))
                            .keep(true)
                            .build())
            .build();

    @Test
    void beginsAtZero() {
        assertThat(Ordinals.wanted(PLAIN, 3, Set.of(), Set.of())).containsExactly(0, 1, 2);
    }

    @Test
    void keepsThoseThatStayAndTakesNoneThatStillLeaves() {
        assertThat(Ordinals.wanted(PLAIN, 3, Set.of(0, 2), Set.of(1))).containsExactly(0, 2, 3);
        assertThat(Ordinals.wanted(PLAIN, 3, Set.of(0, 2, 3), Set.of())).containsExactly(0, 2, 3);
    }

    @Test
    void fillsGapsAndGivesUpTheHighest() {
        assertThat(Ordinals.wanted(PLAIN, 4, Set.of(0, 2, 3), Set.of())).containsExactly(0, 1, 2, 3);
        assertThat(Ordinals.wanted(PLAIN, 1, Set.of(3, 2), Set.of(0))).containsExactly(2);
    }

    @Test
    void keptStorageHasItsNumber() {
        assertThat(Ordinals.wanted(KEEPING, 2, Set.of(1), Set.of(0))).containsExactly(0, 1);
        assertThat(Ordinals.wanted(KEEPING, 2, Set.of(1, 2), Set.of())).containsExactly(0, 1);
    }
}
