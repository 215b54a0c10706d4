package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.Parallax;
import dev.parallax.backend.Backend;
import dev.parallax.definition.DefinitionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteCommandTest {
    @TempDir
    Path folder;

    @Test
    void saysThatKeptStorageStaysWhereAnyRevisionKeepsSome() throws IOException {
        try (Backend backend = Parallax.backend("in-memory").open()) {
            apply(backend, "1", "cache: {path: /var/cache/web, size: 1Gi, keep: false}");
            assertThat(DeleteCommand.keeps(backend, "web")).isFalse();

            apply(backend, "2", "data: {path: /var/lib/web, size: 1Gi, keep: true}");
            apply(backend, "3", "");
            assertThat(DeleteCommand.keeps(backend, "web")).isTrue();
        }
        assertThat(DeleteCommand.done("web", true, false, false)).isEqualTo("deleted web");
        assertThat(DeleteCommand.done("web", true, true, false)).isEqualTo("deleted web; kept storage stays");
        assertThat(DeleteCommand.done("web", true, false, true)).isEqualTo("deleted web");
        assertThat(DeleteCommand.done("web", true, true, true)).isEqualTo("deleted web with its storage");
    }

    private void apply(Backend backend, String version, String storage) throws IOException {
        backend.apply(
                DefinitionReader.read(Files.writeString(folder.resolve("web.yaml"), """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: web, version: "%s"}
                roles: {web: {storage: {%s}, components: {web: {artifact: {image: "web:1"}, command: [web]}}}}
                """.formatted(version, storage))));
    }
}
