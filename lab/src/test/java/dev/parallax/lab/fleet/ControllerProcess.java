package dev.parallax.lab.fleet;

import dev.parallax.backend.BackendSettings;
import dev.parallax.puppetconsul.PuppetConsulController;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.state.Keys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A controller in a process of its own, which can be killed. */
final class ControllerProcess implements AutoCloseable {
    private final Process process;

    private ControllerProcess(Process process) {
        this.process = process;
    }

    static ControllerProcess start(URI consul, Path log) throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ControllerProcess(new ProcessBuilder(List.of(
                        java,
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes,
                        ControllerProcess.class.getName(),
                        consul.toString(),
                        TestSeal.file().toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it does nothing until it is woken, and does not know that time goes on. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -" + name + " of " + process.pid() + " ended with " + status);
        }
    }

    /** Whether it is the leader, which Consul knows by the number of its process. */
    boolean leads(Consul consul) {
        return leads(consul.entry(Keys.LEADER));
    }

    /** As {@link #leads(Consul)}, by what was read of {@link Keys#LEADER}. */
    boolean leads(Optional<KvEntry> read) {
        return read.filter(leader -> leader.session().isPresent())
                .map(KvEntry::value)
                .filter(name -> name.contains("/" + process.pid() + "/"))
                .isPresent();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (PuppetConsulController controller = PuppetConsulController.open(
                BackendSettings.of(Map.of("consul", arguments[0], "seal-key", arguments[1])))) {
            controller.run();
        }
    }
}
