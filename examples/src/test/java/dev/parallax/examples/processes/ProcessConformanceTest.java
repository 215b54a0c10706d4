package dev.parallax.examples.processes;

import dev.parallax.Parallax;
import dev.parallax.backend.Backend;
import dev.parallax.testkit.Ability;
import dev.parallax.testkit.BackendConformance;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;

/** The kit on processes of this machine. */
@EnabledIf(
        value = "dev.parallax.examples.processes.Root#isPossible",
        disabledReason = "this machine gives no namespaces to whoever runs this")
// tag::test[]
class ProcessConformanceTest extends BackendConformance {
    private static final Path FOLDER = Path.of("target/processes").toAbsolutePath();

    private final Backend backend = Parallax.backend("processes")
            .with("images", KitServer.images(FOLDER.resolve("images")).toString())
            .with("state", FOLDER.resolve("state").toString())
            .open();

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public Map<Ability, String> leftOut() {
        Map<Ability, String> leftOut = new EnumMap<>(Ability.class);
        leftOut.put(Ability.INSPECT, "limits and users are not held, so there is nothing to read back");
        leftOut.put(Ability.REPLACE, "a process is replaced when it ends or its definition changes");
        leftOut.put(Ability.PAUSE, "a rollout goes on until it is done");
        leftOut.put(Ability.ROLL_BACK_BY_ITSELF, "a rollout is waited for as long as it takes");
        leftOut.put(Ability.DRIFT, "nobody looks for changes by hand");
        leftOut.put(Ability.HOSTS, "all hosts are addresses of one machine");
        leftOut.put(Ability.PLACEMENT, "hosts have no labels");
        leftOut.put(Ability.OUTSIDE, "services lead to replicas alone");
        leftOut.put(Ability.LOGS, "they are in files of the state folder");
        leftOut.put(Ability.EVENTS, "nothing is recorded but revisions");
        leftOut.put(Ability.EXEC, "nothing enters a process that runs");
        leftOut.put(Ability.USE, "nothing is measured");
        return leftOut;
    }

    /** Not everybody may listen at 80. */
    @Override
    public int publicPort() {
        return 8080;
    }

    @Override
    public void end() {
        backend.close();
    }
}
// end::test[]
