package dev.parallax.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeighboursTest {
    @Test
    void readsTheLinkAddress() {
        assertThat(Neighbours.parse("10.77.200.1 dev br-1 lladdr 02:42:0a:4d:00:0c REACHABLE \n"))
                .contains("02:42:0a:4d:00:0c");
    }

    @Test
    void knowsWhenNobodyAnswers() {
        assertThat(Neighbours.parse("10.77.200.1 dev br-1 FAILED \n")).isEmpty();
        assertThat(Neighbours.parse("")).isEmpty();
    }
}
