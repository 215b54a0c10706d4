package dev.parallax.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostResourcesTest {
    @TempDir
    private Path folder;

    @Test
    void addsUpWhereEachControllerHasItsOwnHierarchy() throws Exception {
        Files.createDirectory(folder.resolve("memory"));
        Files.createDirectory(folder.resolve("cpuacct"));
        Files.writeString(
                folder.resolve("memory/memory.stat"),
                "rss 1\nshmem 1\ntotal_rss 3000000000\ntotal_shmem 20\ntotal_active_file 5\n");
        Files.writeString(folder.resolve("cpuacct/cpuacct.usage"), "61234567890123\n");

        assertThat(numbers()).startsWith("3000000020", "61234567890123");
    }

    @Test
    void addsUpWhereThereIsOneHierarchy() throws Exception {
        Files.writeString(
                folder.resolve("memory.stat"), "anon 3000000000\nfile 7\nshmem 20\nanon_thp 5\nshmem_thp 5\n");
        Files.writeString(folder.resolve("cpu.stat"), "usage_usec 61234567890\nuser_usec 1\nsystem_usec 2\n");

        assertThat(numbers()).startsWith("3000000020", "61234567890000");
    }

    private List<String> numbers() throws Exception {
        String script = HostResources.SCRIPT.replace("/sys/fs/cgroup", folder.toString());
        Process shell = new ProcessBuilder("sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = shell.inputReader()) {
            return lines.lines().toList();
        }
    }
}
