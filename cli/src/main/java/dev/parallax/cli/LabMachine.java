package dev.parallax.cli;

import dev.parallax.cli.doctor.Doctor;
import dev.parallax.cli.doctor.Finding;
import dev.parallax.cli.doctor.Finding.State;
import dev.parallax.lab.LabException;
import java.util.List;
import java.util.stream.Collectors;

/** The machine under the lab, made fit for it before it is used. */
final class LabMachine {
    private LabMachine() {}

    /** Installs what is missing where it may, and refuses to go on where it may not. */
    static void prepare(ProgressDisplay progress) throws InterruptedException {
        Doctor doctor = new Doctor();
        List<Finding> findings = doctor.examine();
        if (!Doctor.canRun(findings)) {
            findings = doctor.fix(progress);
        }
        if (!Doctor.canRun(findings)) {
            throw new LabException("the lab cannot run on this machine:\n"
                    + findings.stream()
                            .filter(finding -> finding.state() == State.MISSING)
                            .map(finding -> "  " + finding.check() + ": " + finding.found() + " -> " + finding.fix())
                            .collect(Collectors.joining("\n")));
        }
    }
}
