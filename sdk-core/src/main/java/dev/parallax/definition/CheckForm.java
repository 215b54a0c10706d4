package dev.parallax.definition;

import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Probe;
import dev.parallax.model.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the checks of a component are written. */
final class CheckForm {
    private static final Check DEFAULTS =
            Check.builder().probe(new Probe.Tcp("")).build();

    private static final Field<String> HTTP =
            Field.optional("http", Scalars.text(), "A path: `GET` on `port` at the replica's address.");
    private static final Field<String> PORT = Field.optional(
                    "port", Scalars.text(), "The component's port, by name, that `http` asks.")
            .onlyWith("http");
    private static final Field<Map<String, String>> HEADERS = Field.defaulted(
                    "headers",
                    new MapForm<>("header", Scalars.text()),
                    Map.<String, String>of(),
                    "What `http` sends with it, as it stands: no variables are filled in, and everyone who sees the check sees it.")
            .onlyWith("http");
    private static final Field<StatusRange> STATUS = Field.defaulted(
                    "status",
                    Scalars.statuses(),
                    StatusRange.SUCCESS,
                    "With which `http` has to be answered, such as `204` or `200-299`.")
            .onlyWith("http");
    private static final Field<String> TCP = Field.optional(
            "tcp",
            Scalars.text(),
            "The component's port, by name: a connection to it at the replica's address succeeds.");
    private static final Field<List<String>> EXEC = Field.optional(
            "exec",
            new ListForm<>(Scalars.text()),
            "A command in the component's environment; exit status 0 succeeds.");
    private static final Field<Duration> EVERY =
            Field.defaulted("every", Scalars.duration(), DEFAULTS.every(), "Time from one check to the next.");
    private static final Field<Duration> TIMEOUT = Field.defaulted(
            "timeout", Scalars.duration(), DEFAULTS.timeout(), "After which an unanswered check has failed.");
    private static final Field<Integer> FAILURES = Field.defaulted(
            "failures", Scalars.integer(1, 1000), DEFAULTS.failures(), "Failures in a row after which it fails.");
    private static final Field<Integer> SUCCESSES = Field.defaulted(
            "successes",
            Scalars.integer(1, 1000),
            DEFAULTS.successes(),
            "Successes in a row after which it passes again; only `ready` may wait for more than one.");

    private static final ObjectForm<Check> CHECK = new ObjectForm<>(
            "Check",
            "One check: what is asked, how often, and how many answers decide.",
            List.of(HTTP, PORT, HEADERS, STATUS, TCP, EXEC, EVERY, TIMEOUT, FAILURES, SUCCESSES),
            List.of("http", "tcp", "exec"),
            CheckForm::build);

    private static final Field<Check> READY =
            Field.optional("ready", CHECK, "Failing takes the replica out of its services.");
    private static final Field<Check> ALIVE = Field.optional("alive", CHECK, "Failing restarts the component.");
    private static final Field<Check> STARTED =
            Field.optional("started", CHECK, "Until it succeeded once, the other two are not asked.");

    static final ObjectForm<Checks> FORM = ObjectForm.of(
            "Checks",
            "What says of a component that it started, is alive, and is ready to serve.",
            List.of(READY, ALIVE, STARTED),
            fields -> Checks.builder()
                    .ready(fields.find(READY))
                    .alive(fields.find(ALIVE))
                    .started(fields.find(STARTED))
                    .build());

    private CheckForm() {}

    private static Optional<Check> build(Fields fields) {
        return probe(fields).map(probe -> Check.builder()
                .probe(probe)
                .every(fields.get(EVERY))
                .timeout(fields.get(TIMEOUT))
                .failures(fields.get(FAILURES))
                .successes(fields.get(SUCCESSES))
                .build());
    }

    private static Optional<Probe> probe(Fields fields) {
        if (fields.has(HTTP)) {
            if (!fields.has(PORT)) {
                fields.place().missing(PORT.name(), "write the name of the component's port that is asked");
                return Optional.empty();
            }
            return fields.find(HTTP).flatMap(path -> fields.find(PORT)
                    .map(port -> new Probe.Http(path, port, fields.get(HEADERS), fields.get(STATUS))));
        }
        if (fields.has(TCP)) {
            return fields.find(TCP).map(Probe.Tcp::new);
        }
        return fields.find(EXEC).map(Probe.Exec::new);
    }
}
