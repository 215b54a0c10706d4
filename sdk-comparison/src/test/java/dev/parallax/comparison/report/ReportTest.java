package dev.parallax.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.HandMadeRun;
import dev.parallax.comparison.analysis.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static Report typical() {
        return Report.of(Analysis.of(HandMadeRun.typical().history()), "./parallax compare --runs 3 --seed 42");
    }

    @Test
    void showsPage() throws IOException {
        Path folder = Path.of("target/report");
        Files.createDirectories(folder);
        typical().write(folder);
        assertThat(typical().html()).contains("keystone 22.0.2 on kubernetes and puppet-consul");
    }
}
