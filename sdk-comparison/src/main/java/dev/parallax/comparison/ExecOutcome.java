package dev.parallax.comparison;

/** How a command in a component ended: its exit status and what it wrote to both outputs. */
public record ExecOutcome(int exitStatus, String output) {
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
