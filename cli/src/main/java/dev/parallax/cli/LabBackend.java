package dev.parallax.cli;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.ComponentUse;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Drift;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.Plan;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemovedHost;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.StepOutput;
import dev.parallax.backend.Subscription;
import dev.parallax.backend.Trouble;
import dev.parallax.comparison.Testbed;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Side;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The backend of one of the lab's own clusters; closing it closes the way there as well. */
final class LabBackend implements Backend {
    private final Lab lab;
    private final Testbed testbed;

    private LabBackend(Lab lab, Testbed testbed) {
        this.lab = lab;
        this.testbed = testbed;
    }

    static Backend open(Side side) {
        Lab lab = Lab.open(LabSettings.defaults());
        try {
            return new LabBackend(lab, lab.testbed(side));
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return testbed.backend().name();
    }

    @Override
    public List<Trouble> troubles() {
        return testbed.backend().troubles();
    }

    @Override
    public List<Trouble> troublesOnceClosed() {
        return testbed.backend().troublesOnceClosed();
    }

    @Override
    public FidelityReport assess(Application application) {
        return testbed.backend().assess(application);
    }

    @Override
    public Plan plan(Application application) {
        return testbed.backend().plan(application);
    }

    @Override
    public Plan adoption(Application application) {
        return testbed.backend().adoption(application);
    }

    @Override
    public Rollout adopt(Application application, Plan approved) {
        return testbed.backend().adopt(application, approved);
    }

    @Override
    public Rollout apply(Application application) {
        return testbed.backend().apply(application);
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        return testbed.backend().observe(application);
    }

    @Override
    public Optional<SecretValue> secret(String application, String name) {
        return testbed.backend().secret(application, name);
    }

    @Override
    public Rollout rotate(String application, Set<String> secrets) {
        return testbed.backend().rotate(application, secrets);
    }

    @Override
    public List<Revision> history(String application) {
        return testbed.backend().history(application);
    }

    @Override
    public Rollout rollout(String application) {
        return testbed.backend().rollout(application);
    }

    @Override
    public void pause(String application) {
        testbed.backend().pause(application);
    }

    @Override
    public Rollout resume(String application) {
        return testbed.backend().resume(application);
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        return testbed.backend().watch(application, observer);
    }

    @Override
    public void logs(LogQuery query, Consumer<LogLine> reader) throws InterruptedException {
        testbed.backend().logs(query, reader);
    }

    @Override
    public StepOutput stepOutput(String application, String step) {
        return testbed.backend().stepOutput(application, step);
    }

    @Override
    public CommandResult exec(
            String application, String replica, String component, List<String> command, Duration limit)
            throws InterruptedException {
        return testbed.backend().exec(application, replica, component, command, limit);
    }

    @Override
    public List<ComponentUse> use(String application) throws InterruptedException {
        return testbed.backend().use(application);
    }

    @Override
    public List<ApplicationEvent> events(String application) {
        return testbed.backend().events(application);
    }

    @Override
    public Inspection inspect(String application) {
        return testbed.backend().inspect(application);
    }

    @Override
    public void replace(String application, String replica) {
        testbed.backend().replace(application, replica);
    }

    @Override
    public Drift drift(String application) {
        return testbed.backend().drift(application);
    }

    @Override
    public Rollout repair(String application) {
        return testbed.backend().repair(application);
    }

    @Override
    public List<HostStatus> hosts() {
        return testbed.backend().hosts();
    }

    @Override
    public void cordon(String host) {
        testbed.backend().cordon(host);
    }

    @Override
    public void uncordon(String host) {
        testbed.backend().uncordon(host);
    }

    @Override
    public RemovedHost removeHost(String host, RemoveHostOptions options) throws InterruptedException {
        return testbed.backend().removeHost(host, options);
    }

    @Override
    public List<String> delete(String application, DeleteOptions options) {
        return testbed.backend().delete(application, options);
    }

    @Override
    public void close() {
        testbed.close();
        lab.close();
    }
}
