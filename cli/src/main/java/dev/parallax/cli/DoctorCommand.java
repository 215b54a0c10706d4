package dev.parallax.cli;

import dev.parallax.cli.doctor.Doctor;
import dev.parallax.cli.doctor.Finding;
import dev.parallax.cli.doctor.Finding.State;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Say what this machine lacks for the lab and how to get it. Exit status 1 if the lab cannot run here.",
        footerHeading = "%nExamples:%n",
        footer = {"  parallax doctor", "  sudo parallax doctor --fix"})
final class DoctorCommand extends Action {
    @Option(
            names = "--fix",
            description = "Install what is missing (apt, as root on Debian or Ubuntu) and start Docker.")
    boolean fix;

    @Mixin
    OutputOptions output = new OutputOptions();

    DoctorCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws InterruptedException {
        Doctor doctor = new Doctor();
        List<Finding> findings;
        try (ProgressDisplay progress = invocation.progress()) {
            invocation.ifCutShort("`parallax doctor --fix` takes it up again");
            findings = fix ? doctor.fix(progress) : doctor.examine();
        }
        boolean able = Doctor.canRun(findings);
        if (output.json()) {
            OutputOptions.write(invocation, Map.of("able", able, "findings", findings));
        } else {
            print(findings, able, invocation);
        }
        return able ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static void print(List<Finding> findings, boolean able, Invocation invocation) {
        PrintWriter out = invocation.out();
        for (Finding finding : findings) {
            String state = "%-8s".formatted(Words.of(finding.state()));
            out.println(invocation.terminal().styled(style(finding.state()), state)
                    + " %-19s %s".formatted(finding.check(), finding.found()));
            if (!finding.fix().isEmpty()) {
                out.println(" ".repeat(29) + "-> " + finding.fix());
            }
        }
        out.println(
                able
                        ? "The lab can run here."
                        : "The lab cannot run here yet. `parallax doctor --fix` as root on Debian or Ubuntu does what can be done.");
    }

    private static String style(State state) {
        return switch (state) {
            case GOOD -> "green";
            case DOUBTFUL -> "yellow";
            case MISSING -> "red";
        };
    }
}
