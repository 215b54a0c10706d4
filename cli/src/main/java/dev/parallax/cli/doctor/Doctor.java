package dev.parallax.cli.doctor;

import dev.parallax.cli.doctor.Finding.State;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import java.util.List;
import java.util.stream.Stream;

/** Finds what this machine lacks for the lab, and installs it where it may. */
public final class Doctor {
    private final Machine machine;
    private final Repairs repairs;
    private final Examination examination;

    public Doctor() {
        this(new ThisMachine(), new RepairsHere(), Places.ofThisUser());
    }

    Doctor(Machine machine, Repairs repairs, Places places) {
        this.machine = machine;
        this.repairs = repairs;
        this.examination = new Examination(machine, places);
    }

    /** Everything that is looked at, in a fixed order. Changes nothing. */
    public List<Finding> examine() {
        return examination.findings();
    }

    public static boolean canRun(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.state() == State.MISSING);
    }

    /**
     * Installs missing packages and starts the container engine, as far as root on Debian or Ubuntu can; then looks again. What
     * was interrupted before is taken up.
     */
    public List<Finding> fix(Progress progress) throws InterruptedException {
        List<Finding> findings = examine();
        if (!machine.isRoot()) {
            return findings;
        }
        List<String> packages = Stream.concat(
                        findings.stream().flatMap(finding -> finding.packages().stream()), Stream.of("ca-certificates"))
                .distinct()
                .toList();
        if (packages.size() > 1 && machine.program("apt-get").isPresent()) {
            new Apt(repairs, progress).install(packages);
        }
        if (machine.engineVersion().isEmpty() && machine.program("dockerd").isPresent()) {
            startEngine(progress);
        }
        return examine();
    }

    private void startEngine(Progress progress) {
        try {
            repairs.startEngine(progress);
        } catch (LabException e) {
            progress.failed("start dockerd", String.valueOf(e.getMessage()));
        }
    }
}
