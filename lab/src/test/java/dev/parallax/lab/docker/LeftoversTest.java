package dev.parallax.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftoversTest {
    private static final String ID = "4f1c".repeat(16);

    @Test
    void knowsAContainersProcessByTheGroupThatItsEngineMade() {
        assertThat(Leftovers.isOf(ID, "4:freezer:/docker/" + ID)).isTrue();
        assertThat(Leftovers.isOf(ID, "0::/docker/" + ID + "/kubepods/pod1")).isTrue();
        assertThat(Leftovers.isOf(ID, "0::/system.slice/docker-" + ID + ".scope"))
                .isTrue();
    }

    @Test
    void takesNoOtherProcessForTheContainers() {
        assertThat(Leftovers.isOf(ID, "0::/docker/" + "5".repeat(64))).isFalse();
        assertThat(Leftovers.isOf(ID, "0::/")).isFalse();
        assertThat(Leftovers.isOf(ID, ID)).isFalse();
        assertThat(Leftovers.isOf(ID, "0::/docker/a" + ID)).isFalse();
        assertThat(Leftovers.isOf("", "0::/docker/" + ID)).isFalse();
    }

    @Test
    void endsNothingWhereThereIsNothing() {
        assertThat(Leftovers.end("5".repeat(64))).isZero();
    }
}
