package dev.parallax.cli.doctor;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import java.util.List;
import java.util.function.Consumer;

/** What the doctor does to a machine. */
interface Repairs {
    /**
     * Runs the command with nobody to answer its questions, hands over each line that it writes, and returns its status.
     *
     * @throws LabException when it could not be started
     */
    int run(List<String> command, Consumer<String> lines) throws InterruptedException;

    /**
     * Starts the container engine and returns when it answers.
     *
     * @throws LabException when it does not start, with the reason
     */
    void startEngine(Progress progress);
}
