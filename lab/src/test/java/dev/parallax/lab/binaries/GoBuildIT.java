package dev.parallax.lab.binaries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.lab.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Builds our own small module with the machine's Go. */
@Isolated
class GoBuildIT {
    @Test
    void buildsExecutablesFromTheModulesOfThisJar(@TempDir Path folder) throws Exception {
        Path output = Files.createDirectories(folder.resolve("output"));

        new GoBuild(Progress.NONE).build(Software.TOOLS, folder, output);

        assertThat(output.resolve("web")).isExecutable();
        assertThat(output.resolve("pause")).isExecutable();
    }

    @Test
    void namesKubernetesByVersionAndLinks() {
        List<String> command = Software.KUBERNETES.module().command("go", Path.of("/out"));

        assertThat(command).contains("-tags=selinux", "/out/", ".");
        assertThat(command.get(command.indexOf("-o") - 1))
                .contains("-X k8s.io/component-base/version.gitVersion=v" + Software.KUBERNETES.version());
        assertThat(Software.KUBERNETES.module().links()).containsAll(Software.KUBERNETES.files());
    }
}
