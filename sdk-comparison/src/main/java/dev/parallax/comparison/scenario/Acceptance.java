package dev.parallax.comparison.scenario;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import dev.parallax.ParallaxException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.CommandResult;
import dev.parallax.comparison.probe.MeasuredService;
import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Templates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application's acceptance checks, asked of it where it runs, from here: whether it does what it is for. Keeps what it learned of secrets to itself. For
 * use by one thread.
 */
public final class Acceptance {
    private static final Duration EXEC_LIMIT = Duration.ofSeconds(20);
    private static final String SECRET = "secret.";
    /** What is looked at before the first check. */
    private static final String STATE = "the application's state";

    private static final Mustache.Compiler TEMPLATES = Mustache.compiler().escapeHTML(false);

    private final Application application;
    private final Backend backend;
    private final Map<String, Object> secrets = new HashMap<>();

    public Acceptance(Application application, Backend backend) {
        this.application = application;
        this.backend = backend;
    }

    /** How one try ended; {@code detail} names the check that failed and how, or says that all passed. */
    public record Verdict(boolean passed, String detail) {}

    /** What became of one check; {@code detail}: why it failed, empty otherwise. */
    public record Outcome(String check, Result result, String detail) {}

    /** The end of a check. */
    public enum Result {
        PASSED,
        FAILED,
        /** One before it had failed. */
        NOT_RUN
    }

    /** Thrown inside a try to end it. */
    private static final class CheckFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CheckFailed(String message) {
            super(message);
        }
    }

    /** Runs all checks once, as {@link #check} does. */
    public Verdict attempt() throws InterruptedException {
        List<Outcome> outcomes = check();
        return outcomes.stream()
                .filter(outcome -> outcome.result() == Result.FAILED)
                .findFirst()
                .map(failed -> new Verdict(false, failed.check() + ": " + failed.detail()))
                .orElseGet(() -> new Verdict(
                        true,
                        application.acceptance().isEmpty()
                                ? "no checks; every replica is ready"
                                : application.acceptance().size() + " checks passed"));
    }

    /**
     * Runs all checks once, in order, up to the first that fails; what became of each. An application without checks is accepted once it is
     * ready.
     */
    public List<Outcome> check() throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        String current = STATE;
        try {
            ApplicationStatus status = backend.observe(application.name())
                    .orElseThrow(() -> new CheckFailed("the orchestrator does not know the application"));
            if (application.acceptance().isEmpty() && !status.isReady()) {
                throw new CheckFailed("no checks, and not every replica is ready");
            }
            Map<AcceptanceCheck, Long> before = counts(status);
            Map<String, String> captured = new HashMap<>();
            for (AcceptanceCheck check : application.acceptance()) {
                current = check.name();
                if (check instanceof AcceptanceCheck.Http http) {
                    ask(http, status, captured);
                } else if (check instanceof AcceptanceCheck.Exec exec) {
                    run(exec, status, before);
                }
                outcomes.add(new Outcome(current, Result.PASSED, ""));
            }
        } catch (CheckFailed | IOException | ParallaxException | MustacheException e) {
            outcomes.add(new Outcome(current, Result.FAILED, String.valueOf(e.getMessage())));
            application.acceptance().stream()
                    .skip(current.equals(STATE) ? 0 : outcomes.size())
                    .forEach(check -> outcomes.add(new Outcome(check.name(), Result.NOT_RUN, "")));
        }
        return outcomes;
    }

    /** What the rising numbers are before anything is asked. */
    private Map<AcceptanceCheck, Long> counts(ApplicationStatus status) throws InterruptedException, CheckFailed {
        Map<AcceptanceCheck, Long> counts = new HashMap<>();
        for (AcceptanceCheck check : application.acceptance()) {
            if (check instanceof AcceptanceCheck.Exec exec && exec.rises().isPresent()) {
                counts.put(exec, sum(exec, exec.rises().get(), status));
            }
        }
        return counts;
    }

    private void run(AcceptanceCheck.Exec exec, ApplicationStatus status, Map<AcceptanceCheck, Long> before)
            throws InterruptedException, CheckFailed {
        Optional<String> rises = exec.rises();
        if (rises.isEmpty()) {
            outputs(exec, status);
            return;
        }
        long earlier = before.getOrDefault(exec, 0L);
        long now = sum(exec, rises.get(), status);
        if (now <= earlier) {
            throw new CheckFailed("'" + rises.get() + "' did not rise: " + earlier + " before, " + now + " now");
        }
    }

    private long sum(AcceptanceCheck.Exec exec, String expression, ApplicationStatus status)
            throws InterruptedException, CheckFailed {
        Pattern pattern = Pattern.compile(expression);
        long sum = 0;
        for (String output : outputs(exec, status)) {
            Matcher matcher = pattern.matcher(output);
            if (!matcher.find() || matcher.groupCount() == 0) {
                throw new CheckFailed("'" + expression + "' finds no number in the output");
            }
            sum += number(String.valueOf(matcher.group(1)), expression);
        }
        return sum;
    }

    private static long number(String text, String expression) throws CheckFailed {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CheckFailed("'" + expression + "' finds '" + text + "', which is no number");
        }
    }

    private List<String> outputs(AcceptanceCheck.Exec exec, ApplicationStatus status)
            throws InterruptedException, CheckFailed {
        ComponentRef use = exec.use();
        List<String> outputs = new ArrayList<>();
        for (ReplicaStatus replica : ready(status, use.role())) {
            CommandResult result =
                    backend.exec(application.name(), replica.name(), use.component(), exec.command(), EXEC_LIMIT);
            String output = result.out() + result.err();
            if (result.exitStatus() != 0) {
                throw new CheckFailed(
                        "exit status " + result.exitStatus() + " on " + replica.name() + ": " + lastLine(output));
            }
            outputs.add(output);
        }
        return outputs;
    }

    private void ask(AcceptanceCheck.Http http, ApplicationStatus status, Map<String, String> captured)
            throws IOException, CheckFailed {
        Service service = application.services().get(http.service());
        if (service == null) {
            throw new CheckFailed("there is no service " + http.service());
        }
        ServicePort port = service.ports().get(http.port());
        if (port == null) {
            throw new CheckFailed("service " + http.service() + " has no port " + http.port());
        }
        for (String authority : authorities(http, service, port, status)) {
            exchange(http, authority, captured);
        }
    }

    private void exchange(AcceptanceCheck.Http http, String authority, Map<String, String> captured)
            throws IOException, CheckFailed {
        Map<String, String> headers = new HashMap<>();
        http.headers().forEach((name, value) -> headers.put(name, render(value, captured)));
        HttpExchange.Answer answer = HttpExchange.ask(
                http.method(),
                "http://" + authority + http.path(),
                headers,
                http.body().map(text -> render(text, captured)));
        if (answer.status() != http.status()) {
            throw new CheckFailed(authority + " answered " + answer.status() + " instead of " + http.status());
        }
        for (Map.Entry<String, String> capture : http.capture().entrySet()) {
            captured.put(
                    capture.getKey(),
                    answer.header(capture.getValue())
                            .orElseThrow(() -> new CheckFailed(authority + " sent no header " + capture.getValue())));
        }
    }

    private List<String> authorities(
            AcceptanceCheck.Http http, Service service, ServicePort port, ApplicationStatus status) throws CheckFailed {
        if (http.target() == AcceptanceCheck.Target.SERVICE) {
            ServiceStatus live = status.services().get(http.service());
            String address = Optional.ofNullable(live)
                    .flatMap(known -> MeasuredService.address(service.exposure(), known))
                    .orElseThrow(() -> new CheckFailed("service " + http.service() + " has no address yet"));
            return List.of(address + ":" + port.port());
        }
        String role = service.role()
                .orElseThrow(() -> new CheckFailed("service " + http.service() + " has no replicas to ask"));
        int replicaPort = replicaPort(role, port.target());
        List<String> authorities = new ArrayList<>();
        for (ReplicaStatus replica : ready(status, role)) {
            authorities.add(replica.address().orElse("") + ":" + replicaPort);
        }
        return authorities;
    }

    /** The ready replicas; at least two where two are wanted, so that what one of them made is shown to another. */
    private List<ReplicaStatus> ready(ApplicationStatus status, String name) throws CheckFailed {
        RoleStatus role = status.roles().get(name);
        List<ReplicaStatus> ready = role == null
                ? List.of()
                : role.replicas().stream()
                        .filter(replica -> replica.state() == ReplicaState.READY
                                && replica.address().isPresent()
                                && replica.host().isPresent())
                        .toList();
        if (role == null || ready.isEmpty() || ready.size() < Math.min(2, role.wanted())) {
            int wanted = role == null ? 0 : role.wanted();
            throw new CheckFailed(ready.size() + " of " + wanted + " replicas of " + name + " are ready");
        }
        return ready;
    }

    private int replicaPort(String role, String target) throws CheckFailed {
        Role definition = application.roles().get(role);
        if (definition != null) {
            for (Component component : definition.components().values()) {
                Integer port = component.ports().get(target);
                if (port != null) {
                    return port;
                }
            }
        }
        throw new CheckFailed("no component of role " + role + " has the port " + target);
    }

    private String render(String template, Map<String, String> captured) {
        // Fetched before the template is filled in, so that one that cannot be had says why.
        for (String variable : Templates.variables(template)) {
            if (variable.startsWith(SECRET)) {
                secrets.computeIfAbsent(variable.substring(SECRET.length()).split("\\.", 2)[0], this::secret);
            }
        }
        return TEMPLATES
                .compile(template)
                .execute(Map.of(
                        "captured",
                        captured,
                        "secret",
                        secrets,
                        "application",
                        Map.of("name", application.name(), "version", application.version())));
    }

    /** A text, or the texts of a set of keys by their names. */
    private Object secret(String name) {
        SecretValue value = backend.secret(application.name(), name)
                .orElseThrow(() -> new BackendException("there is no secret " + name + " of " + application.name()));
        return value instanceof SecretValue.Single single ? single.text() : ((SecretValue.Keys) value).files();
    }

    private static String lastLine(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1).strip();
    }
}
