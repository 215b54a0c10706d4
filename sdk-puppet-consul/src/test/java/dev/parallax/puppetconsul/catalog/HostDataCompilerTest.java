package dev.parallax.puppetconsul.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.puppetconsul.state.VirtualRouter;
import dev.parallax.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden cases: a folder holds {@code application.yaml}, {@code fleet.json} and the data expected of each host, {@code HOST.json}. With
 * {@code -Dgolden.update=true} the expected files are written instead of compared.
 */
@org.jspecify.annotations.NullUnmarked
class HostDataCompilerTest {
    private static final Path CASES = Path.of("src/test/resources/dev/parallax/puppetconsul/catalog/cases");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsEachHostWhatIsExpected(Path folder) throws IOException {
        Application application = DefinitionReader.read(folder.resolve("application.yaml"));
        JsonNode fleet = JSON.readTree(folder.resolve("fleet.json").toFile());
        List<Host> hosts = new ArrayList<>();
        fleet.path("hosts").forEach(host -> hosts.add(host(host)));
        HostDataCompiler compiler = new HostDataCompiler(
                hosts,
                List.of(new Deployment(
                        1,
                        Map.of(1L, application),
                        Map.of(1L, map(fleet.path("secrets"), SecretValue.class)),
                        map(fleet.path("addresses"), VirtualAddress.class),
                        read(fleet.path("replicas"), new TypeReference<List<PlacedReplica>>() {}),
                        map(fleet.path("steps"), StepRecord.class),
                        fleet.path("repairs").asLong())),
                read(fleet.path("storage"), new TypeReference<List<KeptStorage>>() {}),
                FleetProfile.of(fleet.path("profile").asText("reconciled")),
                new VirtualRouter(fleet.path("router").asInt(51)),
                Seal.NONE);

        TreeSet<String> used = new TreeSet<>(List.of("application.yaml", "fleet.json"));
        for (Host host : hosts) {
            String file = host.name() + ".json";
            HostData compiled = compiler.compile(host);
            String data = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(compiled.opened()) + "\n";
            assertThat(compiled.readable().toString())
                    .as("what everyone who reads Consul sees")
                    .doesNotContain(texts(fleet));
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(folder.resolve(file), data);
            }
            assertThat(folder.resolve(file)).content().isEqualTo(data);
            used.add(file);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(used);
        }
    }

    /** Of secrets, each of which the golden data show where it belongs. */
    private static String[] texts(JsonNode fleet) {
        List<String> texts = new ArrayList<>(List.of("no text at all"));
        map(fleet.path("secrets"), SecretValue.class)
                .values()
                .forEach(value -> value.forEach((key, text) -> texts.add("\"" + text + "\"")));
        return texts.toArray(String[]::new);
    }

    private static Host host(JsonNode host) {
        return new Host(
                host.path("name").asText(),
                host.path("address").asText(),
                true,
                false,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                host.path("edge").asBoolean() ? Optional.of("eth0") : Optional.empty());
    }

    private static <T> T read(JsonNode node, TypeReference<T> type) {
        return StateJson.read("case", node.toString(), type);
    }

    private static <T> Map<String, T> map(JsonNode node, Class<T> type) {
        Map<String, T> map = new LinkedHashMap<>();
        node.properties()
                .forEach(field -> map.put(
                        field.getKey(),
                        StateJson.read(field.getKey(), field.getValue().toString(), type)));
        return map;
    }
}
