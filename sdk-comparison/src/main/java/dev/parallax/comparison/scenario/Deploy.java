package dev.parallax.comparison.scenario;

import dev.parallax.comparison.Prediction;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.probe.LiveView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The application is applied where nothing of it runs; what it is made of (images, packages) is on the hosts. Over when its acceptance
 * checks pass and it is at full strength.
 */
public final class Deploy implements Scenario {
    /** So often hosts that are polled may have to look until it is over. */
    private static final int POLLS = 12;

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public String title() {
        return "deployed from nothing, images and packages present";
    }

    @Override
    public Duration limit(Prediction prediction) {
        return prediction.within(Duration.ofMinutes(5), POLLS);
    }

    @Override
    public Trial open(Bench bench) {
        return new DeployTrial(bench);
    }

    private static final class DeployTrial implements Trial {
        private static final long ASK_EVERY = TimeUnit.MILLISECONDS.toNanos(200);

        private final Bench bench;
        private final Acceptance acceptance;
        private volatile boolean accepted;
        private volatile String lastDetail = "not tried yet";
        private volatile @Nullable Thread asking;

        DeployTrial(Bench bench) {
            this.bench = bench;
            this.acceptance =
                    new Acceptance(bench.application(), bench.testbed().backend());
        }

        @Override
        public void begin() {
            long at = bench.clock().now();
            bench.view().mark(at);
            bench.recorder().record(new Event.IntentDeclared(at, "apply"));
            Thread thread = new Thread(this::ask, "parallax-acceptance");
            thread.setDaemon(true);
            asking = thread;
            thread.start();
            bench.testbed().backend().apply(bench.application());
        }

        @Override
        public List<String> missing() {
            List<String> missing = new ArrayList<>(bench.missingForFullStrength());
            if (!accepted) {
                missing.add("acceptance (" + lastDetail + ")");
            }
            return missing;
        }

        @Override
        public boolean hasTakenEffect() {
            return true;
        }

        @Override
        public void restore() throws InterruptedException {
            Thread thread = asking;
            if (thread != null) {
                thread.interrupt();
                thread.join();
            }
        }

        private void ask() {
            LiveView view = bench.view();
            try {
                while (!accepted) {
                    // Before the address answers at all, no check can pass.
                    if (!view.await(seen -> seen.isGood(Event.ProbeEnded.SERVICE), TimeUnit.SECONDS.toNanos(1))) {
                        continue;
                    }
                    long started = bench.clock().now();
                    Acceptance.Verdict verdict = acceptance.attempt();
                    bench.recorder()
                            .record(new Event.AcceptanceTried(
                                    bench.clock().now(), started, verdict.passed(), verdict.detail()));
                    lastDetail = verdict.detail();
                    accepted = verdict.passed();
                    if (!accepted) {
                        TimeUnit.NANOSECONDS.sleep(ASK_EVERY);
                    }
                }
            } catch (InterruptedException e) {
                // The trial is over.
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                lastDetail = "could not go on: " + e.getMessage();
            }
        }
    }
}
