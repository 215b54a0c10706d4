package dev.parallax.comparison;

import dev.parallax.ParallaxVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The machine on which a comparison runs, and this program, as far as they bear on its figures. */
final class Environment {
    private Environment() {}

    static SortedMap<String, String> read(Comparison.IdleSides idleSides) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("architecture", System.getProperty("os.arch", "unknown"));
        facts.put(
                "kernel", System.getProperty("os.name", "unknown") + " " + System.getProperty("os.version", "unknown"));
        facts.put("java", System.getProperty("java.vm.name", "Java") + " " + Runtime.version());
        facts.put("idle sides", idleSides == Comparison.IdleSides.SUSPENDED ? "suspended" : "running");
        ParallaxVersion version = ParallaxVersion.ofThisProgram();
        facts.put("parallax", version.number());
        facts.put("parallax commit", version.commitText());
        // Others that keep the machine busy are in every figure.
        line("/proc/loadavg", "")
                .map(load -> String.join(", ", load.split(" ", -1)[0], load.split(" ", -1)[1], load.split(" ", -1)[2]))
                .ifPresent(load -> facts.put("load before, over 1, 5 and 15 min", load));
        line("/proc/meminfo", "MemTotal:").map(Environment::gibibytes).ifPresent(total -> facts.put("memory", total));
        line("/proc/cpuinfo", "model name\t:").ifPresent(model -> facts.put("processor", model));
        line("/etc/os-release", "PRETTY_NAME=")
                .ifPresent(name -> facts.put("operating system", name.replace("\"", "")));
        return facts;
    }

    /** The most memory, in bytes, that this process has had in use at any time; absent where the system does not tell. */
    static Optional<Long> ownMemory() {
        return line("/proc/self/status", "VmHWM:")
                .map(highest -> highest.replaceAll("\\D", ""))
                .filter(kibibytes -> !kibibytes.isEmpty())
                .map(kibibytes -> Long.parseLong(kibibytes) * 1024);
    }

    /** The kernel says {@code 24689764 kB}, and means KiB. */
    static String gibibytes(String kernel) {
        String number = kernel.replaceAll("\\D", "");
        return number.isEmpty()
                ? kernel
                : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(number) / (1024.0 * 1024.0));
    }

    private static Optional<String> line(String file, String start) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        } catch (IOException e) {
            // Not on this system; the fact is left out.
            return Optional.empty();
        }
    }
}
