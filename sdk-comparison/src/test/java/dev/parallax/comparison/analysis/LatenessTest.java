package dev.parallax.comparison.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenessTest {
    @Test
    void isByNearestRankWhateverTheOrder() {
        long[] late = LongStream.rangeClosed(1, 200).map(each -> 201 - each).toArray();

        assertThat(Lateness.of(late)).isEqualTo(new Lateness(200, 100, 198, 200));
        assertThat(Lateness.of(new long[] {7})).isEqualTo(new Lateness(1, 7, 7, 7));
        assertThat(Lateness.of(new long[] {})).isEqualTo(new Lateness(0, 0, 0, 0));
    }
}
