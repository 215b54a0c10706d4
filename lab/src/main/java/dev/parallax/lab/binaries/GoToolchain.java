package dev.parallax.lab.binaries;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Go that is new enough. An older one brings a newer one as a module, which a distribution's Go does even when it is too old to
 * do that by itself.
 *
 * @param environment what to set when it is started
 */
record GoToolchain(Path command, String version, Map<String, String> environment) {
    /** Kubernetes 1.35 asks for it. */
    private static final String NEEDED = "1.25.0";

    private static final Pattern VERSION = Pattern.compile("go version go(\\d+)\\.(\\d+)\\S*");

    static GoToolchain find(Progress progress) {
        List<String> seen = new ArrayList<>();
        for (Path go : candidates()) {
            Optional<String> said = run(go, Map.of("GOTOOLCHAIN", "local"), "version");
            Matcher matcher = VERSION.matcher(said.orElse(""));
            if (!matcher.find()) {
                continue;
            }
            int minor = Integer.parseInt(matcher.group(2));
            if (minor >= 25) {
                return new GoToolchain(go, "Go " + matcher.group(1) + "." + minor, Map.of("GOTOOLCHAIN", "local"));
            }
            Optional<Path> newer = asModule(go, progress);
            if (newer.isPresent()) {
                return new GoToolchain(newer.get(), "Go " + NEEDED, Map.of("GOTOOLCHAIN", "local"));
            }
            seen.add(go + " is Go " + matcher.group(1) + "." + minor);
        }
        throw new LabException("building here needs Go >= " + NEEDED + " ("
                + (seen.isEmpty()
                        ? "there is none on the PATH"
                        : String.join(", ", seen) + ", and a newer one could not be had as a module")
                + "): install it, `apt-get install golang-go` will do where the Go module proxy is in reach; or put the executables into a"
                + " folder and name it in PARALLAX_BINARIES");
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        for (String folder : (System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/local/go/bin"
                        + File.pathSeparator + "/usr/lib/go/bin")
                .split(File.pathSeparator, -1)) {
            Path go = Path.of(folder, "go");
            if (!folder.isEmpty() && Files.isExecutable(go) && !candidates.contains(go)) {
                candidates.add(go);
            }
        }
        return candidates;
    }

    /** Go publishes its releases as modules too; the module cache keeps them without the right to be run. */
    private static Optional<Path> asModule(Path go, Progress progress) {
        String module = "golang.org/toolchain@v0.0.1-go" + NEEDED + "." + Platform.current();
        progress.update("go", "downloading Go " + NEEDED + " as a module");
        Optional<String> said = run(
                go,
                Map.of("GOTOOLCHAIN", "local", "GO111MODULE", "on", "GOFLAGS", "-mod=mod"),
                "mod",
                "download",
                "-json",
                module);
        Matcher directory = Pattern.compile("\"Dir\": \"([^\"]+)\"").matcher(said.orElse(""));
        if (!directory.find()) {
            return Optional.empty();
        }
        Path root = Path.of(directory.group(1));
        try (Stream<Path> commands = Files.walk(root.resolve("bin"));
                Stream<Path> tools = Files.walk(root.resolve("pkg/tool"))) {
            Stream.concat(commands, tools).filter(Files::isRegularFile).forEach(file -> file.toFile()
                    .setExecutable(true, false));
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(root.resolve("bin/go")).filter(Files::isExecutable);
    }

    private static Optional<String> run(Path go, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(go.toString()));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(Path.of("/").toFile());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD).environment().putAll(environment);
            Process process = builder.start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroy();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while Go was looked for", e);
        }
    }
}
