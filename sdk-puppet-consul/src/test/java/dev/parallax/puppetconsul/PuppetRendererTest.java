package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

class PuppetRendererTest {
    @Test
    void writesAControlRepositoryForAsManyHostsAsAreNeeded() {
        SortedMap<String, String> files =
                new PuppetRenderer().render(DefinitionReader.read(Path.of("../examples/keystone/keystone.yaml")));

        assertThat(files)
                .containsKeys(
                        "hiera.yaml",
                        "manifests/site.pp",
                        "modules/parallax/manifests/init.pp",
                        "modules/parallax/metadata.json",
                        "README.md",
                        "modules/parallax_host/manifests/init.pp",
                        "modules/parallax_host/metadata.json",
                        "data/nodes/host1.yaml",
                        "data/nodes/host3.yaml")
                .doesNotContainKey("data/nodes/host4.yaml")
                .doesNotContainKey("modules/parallax/README.md");
        assertThat(files.get("data/nodes/host2.yaml")).contains("keystone/identity");
    }

    /** Whatever the module, its data and its own programs call is on a host that has nothing but Debian's packages and Consul. */
    @Test
    void bringsAllThatTheModuleCalls() {
        SortedMap<String, String> files = new PuppetRenderer().render(web("""
                  web:
                    components: {app: {artifact: {image: "web:1"}, command: [web]}}
                """));
        String manifest = String.valueOf(files.get("modules/parallax_host/manifests/init.pp"));
        Set<String> called = new TreeSet<>();
        Set<String> looked = new TreeSet<>();
        files.forEach((path, text) -> {
            if (path.startsWith("modules/parallax/") && !path.endsWith(".md")) {
                Pattern.compile("/usr/lib/parallax/([a-z-]+)")
                        .matcher(text)
                        .results()
                        .forEach(found -> called.add(found.group(1)));
            }
        });
        assertThat(called).contains("parallax-alive", "parallax-probe");
        Deque<String> open = new ArrayDeque<>(called);
        while (!open.isEmpty()) {
            String name = open.remove();
            assertThat(files).containsKey("modules/parallax_host/files/" + name);
            assertThat(manifest).contains("'" + name.replace("lib/parallax/", "") + "'");
            looked.add(name);
            Pattern.compile("require_relative '(?:lib/parallax/)?([a-z_]+)'")
                    .matcher(String.valueOf(files.get("modules/parallax_host/files/" + name)))
                    .results()
                    .map(found -> "lib/parallax/" + found.group(1) + ".rb")
                    .filter(required -> looked.add(required))
                    .forEach(open::add);
        }
        assertThat(files.keySet().stream()
                        .filter(path -> path.startsWith("modules/parallax_host/files/parallax-"))
                        .toList())
                .hasSize(called.size() + 1)
                .contains("modules/parallax_host/files/parallax-agent.json");
    }

    @Test
    void looksSecretsUpInAFileThatMustBeFilledInFirst() {
        SortedMap<String, String> files =
                new PuppetRenderer().render(DefinitionReader.read(Path.of("../examples/keystone/keystone.yaml")));

        assertThat(files).doesNotContainKey("data/secrets.yaml");
        assertThat(files.get("data/nodes/host2.yaml"))
                .contains("keystone:%{lookup('parallax::secret::keystone::db-password')}@db:3306")
                .contains("content: '%{lookup(''parallax::secret::keystone::fernet-keys::0'')}'")
                .doesNotContain("@{");
        assertThat(files.get("manifests/site.pp"))
                .contains("  'parallax::secret::keystone::db-password',\n", "lookup($secret, String[1])");
        String example = String.valueOf(files.get("data/secrets.yaml.example"));
        assertThat(example)
                .contains("parallax::secret::keystone::db-password: @{secret.db-password}\n")
                .contains("parallax::secret::keystone::fernet-keys::2: @{secret.fernet-keys.2}\n");
        assertThatThrownBy(() -> new Load(LoadSettings.builder().build()).loadFromString(example))
                .isInstanceOf(YamlEngineException.class);
    }

    @Test
    void rolesPinnedToHostsOfDifferentKindsHaveEachTheirs() {
        SortedMap<String, String> files = new PuppetRenderer().render(web("""
                  left:
                    replicas: {count: 2, pin: {rack: a}}
                    components: {app: {artifact: {image: "web:1"}, command: [web]}}
                  right:
                    replicas: {count: 2, spread: host, pin: {rack: b, disk: ssd}}
                    components: {app: {artifact: {image: "web:1"}, command: [web]}}
                """));

        assertThat(files).containsKey("data/nodes/host4.yaml").doesNotContainKey("data/nodes/host5.yaml");
        assertThat(files.get("data/nodes/host1.yaml")).contains("left").doesNotContain("right");
        assertThat(files.get("data/nodes/host2.yaml")).contains("right").doesNotContain("left");
        assertThat(files.get("data/nodes/host4.yaml")).contains("right");
    }

    @Test
    void saysInOneLineThatItNeedsMoreHostsThanThereAreAddressesFor() {
        Application application = web("""
                  web:
                    replicas: {count: 250, spread: host}
                    components: {app: {artifact: {image: "web:1"}, command: [web]}}
                """);

        assertThatThrownBy(() -> new PuppetRenderer().render(application))
                .hasMessage(
                        "application 'web' needs more than 200 hosts, the most that are written down, at addresses reserved for"
                                + " documentation; 50 replicas have no place, among them web-200; lower the counts, such as by an overlay");
    }

    @Test
    void leavesWhatLooksLikeAnInterpolationOfHieraToTheComponent() {
        Application application = web("""
                  web:
                    components:
                      web:
                        artifact: {image: "web:1"}
                        command: [web]
                        files: {/etc/web.conf: {content: "log = %{host}x"}}
                """);

        assertThat(new PuppetRenderer().render(application).get("data/nodes/host1.yaml"))
                .contains("content: 'log = %{literal(''%'')}{host}x'\n");
    }

    @Test
    void quotesWhatYaml11WouldTakeForSomethingElseThanText() {
        Application application = DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: "on", version: "1"}
                roles:
                  web:
                    components:
                      web:
                        artifact: {image: "web:1"}
                        command: [/bin/x, "0x1F", "1_000", "12:30:00", "yes", "~", "2026-01-01", "017", "=", ".5"]
                        env: {A: "0644", B: "1:20", C: "Null"}
                        files: {/etc/web.conf: {content: "x", mode: "0600"}}
                        stop: {drain: 1500ms}
                """, "web.yaml", Path.of("."));

        assertThat(new PuppetRenderer().render(application).get("data/nodes/host1.yaml"))
                .contains("application: 'on'\n")
                .contains("- /bin/x\n")
                .contains("- '0x1F'\n", "- '1_000'\n", "- '12:30:00'\n", "- 'yes'\n", "- '~'\n")
                .contains("- '2026-01-01'\n", "- '017'\n", "- '='\n", "- '.5'\n")
                .contains("A: '0644'\n", "B: '1:20'\n", "C: 'Null'\n", "mode: '0600'\n")
                .contains("parallax::drain_seconds: 1.5\n");
    }

    @Test
    void showsEachStepAsTheControllerGivesItToAHost() {
        SortedMap<String, String> files =
                new PuppetRenderer().render(DefinitionReader.read(Path.of("../examples/keystone/keystone.yaml")));

        assertThat(files.get("data/steps/db-sync.yaml"))
                .startsWith("# Step db-sync: ")
                .contains("when there is service db.\n")
                .contains("parallax::steps:\n", "step: db-sync\n", "- db_sync\n");
        assertThat(files.get("data/steps/bootstrap.yaml"))
                .contains("the success of step db-sync")
                .contains("lookup(''parallax::secret::keystone::admin-password'')");
    }

    /** An application of these roles. */
    private static Application web(String roles) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: web, version: "1"}
                roles:
                """ + roles, "web.yaml", Path.of("."));
    }
}
