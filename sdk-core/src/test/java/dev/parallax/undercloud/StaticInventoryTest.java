package dev.parallax.undercloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticInventoryTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("machines.yaml"), """
                hosts:
                  - {name: web7, address: 192.0.2.17, labels: {rack: a}, cpu: 2, memory: 4Gi}
                  - {name: web8, address: 192.0.2.18, labels: {rack: b}, cpu: 8, memory: 16Gi}
                  - {name: web9, address: 192.0.2.19}
                """);
    }

    private HostProvider open() {
        return Objects.requireNonNull(HostProviderFactory.all().get("inventory"))
                .open(BackendSettings.of(Map.of("file", file.toString())));
    }

    private static HostRequest request(String name) {
        return new HostRequest(name, Map.of(), Optional.empty(), Optional.empty());
    }

    @Test
    void givesAMachineOnceAndTheSameToTheSameName() throws Exception {
        try (HostProvider inventory = open();
                HostProvider other = open()) {
            GrantedHost first = inventory.request(request("one"));

            assertThat(first).isEqualTo(new GrantedHost("one", "web7", "192.0.2.17", Map.of("rack", "a"), false));
            assertThat(other.request(request("one"))).isEqualTo(first);
            assertThat(other.request(request("another")).host()).isEqualTo("web8");
            assertThat(inventory.granted()).extracting(GrantedHost::name).containsExactly("another", "one");
        }
    }

    @Test
    void choosesWhatHasAtLeastWhatIsAskedFor() throws Exception {
        try (HostProvider inventory = open()) {
            assertThat(inventory
                            .request(new HostRequest("big", Map.of(), Optional.of(Cpu.parse("4")), Optional.empty()))
                            .host())
                    .isEqualTo("web8");
            assertThatThrownBy(() -> inventory.request(new HostRequest(
                            "bigger", Map.of("rack", "a"), Optional.empty(), Optional.of(ByteSize.parse("8Gi")))))
                    .isInstanceOf(UndercloudException.class)
                    .hasMessage("no machine of " + file
                            + " does for bigger: web7 has only 4Gi of memory; web8 is given under"
                            + " the name big; web9 has not the label rack=a");
        }
    }

    @Test
    void whatIsGivenBackIsGivenAgain() throws Exception {
        try (HostProvider inventory = open()) {
            inventory.request(request("one"));
            assertThat(inventory.giveBack("one")).isTrue();
            assertThat(inventory.giveBack("one")).isFalse();
            assertThat(inventory.request(request("two")).host()).isEqualTo("web7");
        }
    }

    @Test
    void whatIsNotInTheFileAnyMoreCanBeGivenBack() throws Exception {
        try (HostProvider inventory = open()) {
            inventory.request(request("one"));
            Files.writeString(file, "hosts: []\n");
            assertThat(inventory.request(request("one")).host()).isEqualTo("web7");
            assertThat(inventory.giveBack("one")).isTrue();
            assertThatThrownBy(() -> inventory.request(request("one"))).hasMessageContaining("it has none");
        }
    }

    @Test
    void ofManyThatAskAtATimeNoTwoGetTheSameMachine() throws Exception {
        List<Callable<String>> work = new ArrayList<>();
        for (int caller = 0; caller < 30; caller++) {
            String name = "request-" + caller % 3;
            work.add(() -> {
                try (HostProvider inventory = open()) {
                    return name + " " + inventory.request(request(name)).host();
                }
            });
        }
        List<String> given = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<String> future : threads.invokeAll(work)) {
                given.add(future.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(given.stream().distinct()).hasSize(3);
        assertThat(given.stream().map(line -> line.split(" ")[1]).distinct()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    machines: []                                           | is not an inventory
                    hosts: [web7]                                          | hosts[0]: is not a machine
                    hosts: [{name: web7}]                                  | hosts[0].address: is missing; write 192.0.2.17
                    hosts: [{name: web 7, address: x}]                     | hosts[0].name: the name 'web 7' has not the right form
                    hosts: [{name: a, address: x, lables: {}}]             | hosts[0].lables: is not known; did you mean 'labels'?
                    hosts: [{name: a, address: x, memory: much}]           | hosts[0].memory: not a size: 'much'
                    hosts: [{name: a, address: x}, {name: a, address: y}]  | hosts[1].name: is there twice: a
                    'hosts: ['                                             | is not YAML
                    """)
    void saysWhatIsWrongWithAnInventory(String text, String problem) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void wantsToKnowItsFile() {
        assertThatThrownBy(() -> new StaticInventoryFactory().open(BackendSettings.of(Map.of())))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("file=machines.yaml");
        assertThatThrownBy(() -> new StaticInventoryFactory().open(BackendSettings.of(Map.of("flie", "x"))))
                .hasMessageContaining("unknown setting flie");
    }
}
