package dev.parallax.cli.doctor;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Repairs a {@link FakeMachine}: its packages bring their programs, its engine starts once it is installed. */
final class FakeRepairs implements Repairs {
    private static final Map<String, String> PROGRAMS =
            Map.of("iproute2", "ip", "mmdebstrap", "mmdebstrap", "docker.io", "dockerd", "golang-go", "go");

    private final FakeMachine machine;
    final List<String> commands = new ArrayList<>();
    int starts;
    String failing = "nothing";
    Optional<String> engineFailure = Optional.empty();

    FakeRepairs(FakeMachine machine) {
        this.machine = machine;
    }

    @Override
    public int run(List<String> command, Consumer<String> lines) {
        String text = String.join(" ", command);
        commands.add(text);
        lines.accept("output of " + command.get(0));
        if (text.contains(failing)) {
            return 100;
        }
        if (command.contains("install")) {
            command.stream().filter(PROGRAMS::containsKey).map(PROGRAMS::get).forEach(machine.programs::add);
        }
        return 0;
    }

    @Override
    public void startEngine(Progress progress) {
        starts++;
        engineFailure.ifPresent(reason -> {
            throw new LabException(reason);
        });
        machine.engine = Optional.of("20.10.24");
    }
}
