package dev.parallax.cli.doctor;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import dev.parallax.lab.docker.Docker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Mends the machine this runs on. */
final class RepairsHere implements Repairs {
    @Override
    public int run(List<String> command, Consumer<String> lines) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            Process process = builder.start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.accept(line);
                }
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new LabException("could not run " + command.get(0) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void startEngine(Progress progress) {
        Docker.connect(progress).close();
    }
}
