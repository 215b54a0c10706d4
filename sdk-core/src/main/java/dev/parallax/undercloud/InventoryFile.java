package dev.parallax.undercloud;

import dev.parallax.backend.InvalidSettingException;
import dev.parallax.definition.Suggestions;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the machines of an inventory; what is wrong with it names the file and the place in it. */
final class InventoryFile {
    private static final List<String> FIELDS = List.of("name", "address", "labels", "cpu", "memory");

    private final Path file;

    private InventoryFile(Path file) {
        this.file = file;
    }

    /** In the order of the file. */
    static List<Machine> read(Path file) {
        return new InventoryFile(file).read();
    }

    private List<Machine> read() {
        Object document;
        try {
            document = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSettingException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            throw new InvalidSettingException(file + ": is not YAML: " + e.getMessage(), e);
        }
        if (!(document instanceof Map<?, ?> root)
                || !(root.get("hosts") instanceof List<?> hosts)
                || root.size() != 1) {
            throw wrong("", "is not an inventory", "hosts: [{name: web7, address: 192.0.2.17}]");
        }
        List<Machine> machines = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int index = 0; index < hosts.size(); index++) {
            Machine machine = machine("hosts[" + index + "]", hosts.get(index));
            if (!names.add(machine.name())) {
                throw wrong(
                        "hosts[" + index + "].name", "is there twice: " + machine.name(), "a name for each machine");
            }
            machines.add(machine);
        }
        return machines;
    }

    private Machine machine(String path, @Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> fields)) {
            throw wrong(path, "is not a machine", "{name: web7, address: 192.0.2.17}");
        }
        for (Object field : fields.keySet()) {
            if (!FIELDS.contains(String.valueOf(field))) {
                throw new InvalidSettingException(file + ": " + path + "." + field + ": is not known; "
                        + Suggestions.orList(String.valueOf(field), FIELDS, "field"));
            }
        }
        String name = text(path + ".name", fields.get("name"), "web7");
        try {
            new HostRequest(name, Map.of(), Optional.empty(), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(file + ": " + path + ".name: " + e.getMessage(), e);
        }
        return new Machine(
                name,
                text(path + ".address", fields.get("address"), "192.0.2.17"),
                labels(path + ".labels", fields.get("labels")),
                amount(path + ".cpu", fields.get("cpu"), Cpu::parse),
                amount(path + ".memory", fields.get("memory"), ByteSize::parse));
    }

    private String text(String path, @Nullable Object value, String example) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(path, value == null ? "is missing" : "is not text", example);
        }
        return text;
    }

    private Map<String, String> labels(String path, @Nullable Object value) {
        Map<String, String> labels = new TreeMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((label, of) -> labels.put(String.valueOf(label), String.valueOf(of)));
        } else if (value != null) {
            throw wrong(path, "is not a map", "{rack: a}");
        }
        return labels;
    }

    private <T> Optional<T> amount(String path, @Nullable Object value, Function<String, T> parser) {
        try {
            return Optional.ofNullable(value).map(String::valueOf).map(parser);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(file + ": " + path + ": " + e.getMessage(), e);
        }
    }

    private InvalidSettingException wrong(String path, String what, String instead) {
        return new InvalidSettingException(
                file + ": " + (path.isEmpty() ? "" : path + ": ") + what + "; write " + instead);
    }
}
