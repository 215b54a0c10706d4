package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {
    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesAtOnceWhatCannotBeMade() {
        assertThatThrownBy(() -> ResultsFolder.of(Path.of("/proc/x")))
                .isInstanceOf(UsageException.class)
                .hasMessage("--to: /proc/x cannot be written; name another folder");
    }

    @Test
    void makesNothingBeforeThereIsSomethingToPutThere() throws IOException {
        ResultsFolder results = ResultsFolder.of(folder.resolve("a/b"));

        assertThat(folder).isEmptyDirectory();
        assertThat(results.make()).isEmptyDirectory();
    }
}
