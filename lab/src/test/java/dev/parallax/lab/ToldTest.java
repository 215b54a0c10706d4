package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ToldTest {
    @Test
    void whatAllTellIsToldOnce() {
        assertThat(Told.by(new TreeMap<>(Map.of("host1", "300ms", "host2", "300ms\n"))))
                .isEqualTo("300ms");
    }

    @Test
    void whereTheyDifferEachValueStandsWithThoseWhoTellIt() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("host1", "1s");
        values.put("host2", "300ms");
        values.put("host3", "1s");
        values.put("host4", "");

        assertThat(Told.by(values)).isEqualTo("1s (host1, host3), 300ms (host2), not found (host4)");
    }

    @Test
    void whatNobodyTellsIsNotFound() {
        assertThat(Told.by(Map.of("host1", " "))).isEqualTo("not found");
        assertThat(Told.by(Map.of())).isEqualTo("not found");
    }
}
