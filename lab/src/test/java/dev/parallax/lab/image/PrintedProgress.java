package dev.parallax.lab.image;

import dev.parallax.lab.Progress;
import java.time.Duration;

/** Prints what begins and ends, for whoever reads the log of a test. */
public final class PrintedProgress implements Progress {
    @Override
    public void started(String task) {
        System.out.println(task + " ...");
    }

    @Override
    public void finished(String task, Duration duration) {
        System.out.println(task + ": " + duration.toMillis() / 1000.0 + " s");
    }

    @Override
    public void failed(String task, String reason) {
        System.out.println(task + ": " + reason);
    }
}
