package dev.parallax.lab.binaries;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Builds software from Go modules, with the machine's own Go settings. */
final class GoBuild implements Binaries.Build {
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final int KEPT = 30;

    private final Progress progress;

    GoBuild(Progress progress) {
        this.progress = progress;
    }

    /** Builds the software's module below the work folder and leaves the executables in the output folder. */
    @Override
    public void build(Software software, Path work, Path output) {
        GoToolchain go = GoToolchain.find(progress);
        progress.run("build " + software + " with " + go.version(), () -> {
            try {
                Path sources = work.resolve("module");
                software.module().unpack(sources);
                run(software, go, sources, output);
                for (String link : software.module().links()) {
                    Files.createSymbolicLink(output.resolve(link), Path.of(software.name()));
                }
                return true;
            } catch (IOException e) {
                throw new LabException("could not build " + software + ": " + e.getMessage(), e);
            }
        });
    }

    private void run(Software software, GoToolchain go, Path sources, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        software.module().command(go.command().toString(), output))
                .directory(sources.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(GoModule.ENVIRONMENT);
        builder.environment().putAll(go.environment());
        Process process = builder.start();
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Deque<String> last = follow(process, "build " + software + " with " + go.version());
            if (!process.waitFor(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
                throw new LabException("building " + software + " took longer than " + LIMIT.toMinutes() + " min");
            }
            if (process.exitValue() != 0) {
                throw new LabException("building " + software
                        + " failed; the Go module proxy has to be in reach (`go env GOPROXY`). The"
                        + " end of what Go said:\n" + String.join("\n", last));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + software + " was built", e);
        } finally {
            process.destroy();
            forget(ending);
        }
    }

    private Deque<String> follow(Process process, String task) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        int packages = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last.addLast(line);
                if (last.size() > KEPT) {
                    last.removeFirst();
                }
                if (line.startsWith("go: downloading ")) {
                    progress.update(task, line.substring("go: ".length()));
                } else {
                    packages++;
                    progress.update(task, packages + " packages compiled, " + line);
                }
            }
        }
        return last;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook does its work.
        }
    }
}
