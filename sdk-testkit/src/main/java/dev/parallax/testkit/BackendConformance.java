package dev.parallax.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What every backend must do. A backend's test class extends it, opens the backend and says how its replicas are reached. One application
 * is deployed, looked at, changed, and deleted, in that order; each test first applies what it starts from, so that one that
 * fails does not bring down the next, and one may be run alone. Takes about two minutes where processes are real. What a backend may do without is an {@link Ability}, and
 * is left out by name or not at all.
 *
 * <p>Needs four hosts, two with each of two values of a label, {@code rack=a} and {@code rack=b} say; the kit's web server as {@code /usr/bin/parallax-web}, with {@code /bin/sh}, {@code curl},
 * {@code printenv} and {@code sleep}; and that addresses of replicas and of public services are reached from where the tests run, or the hooks overridden.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class BackendConformance
        implements DeployBehaviours,
                InspectBehaviours,
                CheckBehaviours,
                ChangeBehaviours,
                PlanBehaviours,
                RecoveryBehaviours,
                RevisionBehaviours,
                SecretBehaviours,
                RolloutBehaviours,
                UpgradeBehaviours,
                DriftBehaviours,
                HostBehaviours,
                PlacementBehaviours,
                ServiceBehaviours,
                LogBehaviours,
                EventBehaviours,
                ExecBehaviours,
                UseBehaviours,
                DeleteBehaviours {
    private @Nullable Recording firstDeployment;

    @BeforeAll
    public final void beginWithNothing() {
        backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
    }

    @BeforeEach
    public final void leaveOutWhatIsRefused(TestInfo test) {
        Ability.of(test.getTestMethod().orElseThrow().getDeclaringClass()).ifPresent(ability -> {
            String reason = leftOut().get(ability);
            if (reason != null) {
                ability.requireRefused(this);
                abort("left out, " + ability + ": " + reason);
            }
        });
    }

    @AfterAll
    public final void leaveNothing() {
        if (firstDeployment != null) {
            firstDeployment.close();
        }
        try {
            backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        } finally {
            end();
        }
    }

    @Override
    public final Recording firstDeployment() throws Exception {
        Recording recorded = firstDeployment;
        if (recorded == null) {
            recorded = new Recording(backend(), application());
            firstDeployment = recorded;
            deploy(sample());
        }
        return recorded;
    }
}
