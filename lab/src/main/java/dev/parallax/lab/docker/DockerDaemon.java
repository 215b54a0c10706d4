package dev.parallax.lab.docker;

import dev.parallax.lab.FileLock;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts an engine on a machine where none runs. */
final class DockerDaemon {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Path SYSTEMD = Path.of("/run/systemd/system");
    private static final List<String> FOLDERS =
            List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/sbin", "/bin");

    private final DockerCalls calls;
    private final Path folder = Places.ofThisUser().state().resolve("dockerd");
    private final Path log = folder.resolve("dockerd.log");

    DockerDaemon(DockerCalls calls) {
        this.calls = calls;
    }

    /** Returns when an engine answers. */
    void start(Progress progress) {
        requireStartable();
        FileLock.holding(folder.resolve("lock"), progress, () -> {
            if (!calls.answers()) {
                progress.run("start dockerd", () -> {
                    startLocked();
                    return true;
                });
            }
            return true;
        });
    }

    private void requireStartable() {
        if (System.getenv("DOCKER_HOST") != null) {
            throw new LabException("no container engine answers at " + calls.address()
                    + ", which DOCKER_HOST names: start it, or unset DOCKER_HOST");
        }
        if (executable("dockerd").isEmpty()) {
            throw new LabException(
                    "Docker is not installed: run `parallax doctor --fix` as root, or `apt-get install docker.io`");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LabException("no container engine answers at " + calls.address()
                    + " and only root can start one: `sudo systemctl start docker`, or run this as root. If one runs, you may lack the"
                    + " right to use it: `sudo usermod -aG docker $USER` and log in again");
        }
    }

    private void startLocked() {
        Optional<ProcessHandle> launched = Optional.empty();
        if (running().isEmpty()) {
            forgetTheDead();
            launched = launch();
        }
        long deadline = System.nanoTime() + START.toNanos();
        while (!calls.answers()) {
            // The process launched is not yet called dockerd while it is still being made.
            boolean alive = launched.map(ProcessHandle::isAlive).orElse(false)
                    || running().isPresent();
            boolean gone = !alive && !Files.isDirectory(SYSTEMD);
            if (gone || System.nanoTime() > deadline) {
                throw new LabException(
                        "dockerd " + (gone ? "ended at once" : "does not answer after " + START.toSeconds() + " s")
                                + "; the end of its log " + log + ":\n" + endOfLog());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Returns the process, unless systemd is the one to start it. */
    private Optional<ProcessHandle> launch() {
        try {
            Files.createDirectories(folder);
            if (Files.isDirectory(SYSTEMD)) {
                Process systemctl = new ProcessBuilder("systemctl", "start", "docker")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                if (!systemctl.waitFor(START.toSeconds(), TimeUnit.SECONDS) || systemctl.exitValue() != 0) {
                    throw new LabException("`systemctl start docker` failed: see `journalctl -u docker`");
                }
                return Optional.empty();
            }
            // In a session of its own: neither Ctrl-C nor the end of this program reaches it.
            ProcessBuilder dockerd = new ProcessBuilder(
                            "setsid",
                            executable("dockerd").orElseThrow().toString(),
                            "--exec-opt",
                            "native.cgroupdriver=cgroupfs")
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // What dockerd itself starts lies in folders that a plain "su" leaves out.
            dockerd.environment().merge("PATH", String.join(":", FOLDERS), (path, folders) -> path + ":" + folders);
            return Optional.of(dockerd.start().toHandle());
        } catch (IOException e) {
            throw new LabException("could not start dockerd: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while dockerd started", e);
        }
    }

    /** A dockerd of this machine, ours or not, that may be about to answer. */
    private static Optional<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.endsWith("/dockerd"))
                        .orElse(false))
                .findFirst();
    }

    /** A process id file left by a crash keeps dockerd from starting once the number belongs to some other process. */
    private void forgetTheDead() {
        for (Path file :
                List.of(Path.of("/var/run/docker.pid"), Path.of("/var/run/docker/containerd/containerd.pid"))) {
            try {
                if (Files.exists(file) && !alive(file, "dockerd") && !alive(file, "containerd")) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new LabException("could not remove the stale " + file + ": " + e.getMessage(), e);
            }
        }
    }

    private static boolean alive(Path pidFile, String program) throws IOException {
        String number = Files.readString(pidFile).strip();
        return number.matches("[0-9]+")
                && ProcessHandle.of(Long.parseLong(number))
                        .flatMap(process -> process.info().command())
                        .map(command -> command.endsWith("/" + program))
                        .orElse(false);
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            lines = lines.stream()
                    .filter(line -> !line.contains("level=info") && !line.contains("level=warning"))
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }

    private static Optional<Path> executable(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
