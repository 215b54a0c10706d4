package dev.parallax.lab.fault;

import dev.parallax.backend.Subscription;
import dev.parallax.comparison.DataPathListener;
import dev.parallax.comparison.Ticker;
import dev.parallax.lab.LabException;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.HostState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what balancers of hosts lead to, by a Perl program for each that runs in the host's namespaces but not in its control group, so that
 * the host is not charged for it. The program writes what {@code follow-nftables.pl} says; its clock is this machine's, which is also {@link
 * System#nanoTime}'s on Linux.
 */
public final class DataPathFollower implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(DataPathFollower.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** A program's first line is read at most so long after it was written. */
    private static final long MOST_DELAY = Duration.ofSeconds(30).toNanos();

    private final List<String> program;
    private final Ticker ticker;
    private final DataPathListener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Follower> followers = new ArrayList<>();

    private DataPathFollower(List<String> program, Ticker ticker, DataPathListener listener) {
        this.program = program;
        this.ticker = ticker;
        this.listener = listener;
    }

    /**
     * Starts to follow.
     *
     * @param hosts by the names that the listener is told
     * @param program the text of the Perl program and its arguments
     */
    public static DataPathFollower start(
            Map<String, ContainerHost> hosts, List<String> program, Ticker ticker, DataPathListener listener) {
        DataPathFollower started = new DataPathFollower(List.copyOf(program), ticker, listener);
        hosts.forEach((name, host) -> started.followers.add(started.new Follower(name, host)));
        started.followers.forEach(Thread::start);
        return started;
    }

    @Override
    public void close() {
        closed.countDown();
        followers.forEach(Follower::end);
    }

    private final class Follower extends Thread {
        private final String host;
        private final ContainerHost container;
        private @Nullable Process running;

        private Follower(String host, ContainerHost container) {
            super("data path of " + host);
            this.host = host;
            this.container = container;
            setDaemon(true);
        }

        /** A host that stops takes its program along; when it is back, another begins. */
        @Override
        public void run() {
            try {
                do {
                    follow();
                } while (!closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void follow() {
            try {
                if (container.state() == HostState.RUNNING && begin()) {
                    read();
                }
            } catch (IOException | LabException e) {
                LOG.atDebug()
                        .addKeyValue("host", host)
                        .setCause(e)
                        .log("the data path is followed again when its host is back");
            } finally {
                end();
            }
        }

        private synchronized boolean begin() throws IOException {
            if (closed.getCount() == 0) {
                return false;
            }
            List<String> command = new ArrayList<>(List.of(
                    "nsenter",
                    "--target",
                    String.valueOf(container.pid()),
                    "--mount",
                    "--net",
                    "--pid",
                    "env",
                    "-i",
                    "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                    "perl",
                    "-e"));
            command.addAll(program);
            running = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        }

        /** Of a program that nobody reads any more its next line is the last thing that it does. */
        private synchronized void end() {
            Process process = running;
            if (process != null) {
                process.destroyForcibly();
                running = null;
            }
        }

        private void read() throws IOException {
            Process process = process();
            if (process == null) {
                return;
            }
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                requireSameClock(lines.readLine());
                String line;
                while ((line = lines.readLine()) != null) {
                    if (!line.isEmpty() && closed.getCount() > 0) {
                        List<String> words = List.of(line.split(" ", -1));
                        listener.leadsTo(
                                host,
                                Long.parseLong(words.get(0)),
                                Long.parseLong(words.get(1)),
                                words.subList(2, words.size()));
                    }
                }
            }
        }

        private synchronized @Nullable Process process() {
            return running;
        }

        private void requireSameClock(@Nullable String first) {
            if (first == null) {
                throw new LabException("the program that follows the data path of " + host + " ended at once");
            }
            long delay = ticker.nanos() - Long.parseLong(first.substring("clock ".length()));
            if (delay < 0 || delay > MOST_DELAY) {
                throw new LabException("the clock of " + host + " is not this machine's: " + first);
            }
        }
    }
}
