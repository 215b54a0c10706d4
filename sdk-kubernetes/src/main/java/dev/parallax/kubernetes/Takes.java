package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.kubernetes.Adoption.Found;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What an apply may take from others. */
sealed interface Takes {
    Takes NOTHING = new Own(Force.NEVER);

    /** Fields of the application's own objects, whoever has set them. */
    Takes FIELDS = new Own(Force.ALWAYS);

    /** What somebody agreed to have adopted. */
    static Takes adopted(Plan approved) {
        return new Adopted(keys(approved, Set.of(Action.ADOPT)), keys(approved, Set.of(Action.ADOPT, Action.CHANGE)));
    }

    private static Set<String> keys(Plan approved, Set<Action> actions) {
        return approved.changes().stream()
                .filter(change -> actions.contains(change.action()))
                .map(change -> change.kind() + "/" + change.name())
                .collect(Collectors.toSet());
    }

    /** Whether objects that are not the application's are taken over. */
    boolean adopts();

    /** Of which objects fields are taken that somebody else has set. */
    Force force();

    /** Refuses what nobody agreed to. */
    void requireApproved(String application, List<Found> found);

    /** The application's own objects alone. */
    record Own(Force force) implements Takes {
        @Override
        public boolean adopts() {
            return false;
        }

        @Override
        public void requireApproved(String application, List<Found> found) {}
    }

    /** The objects of a plan, by kind and name: those that are taken over, and those that would change, with the fields that were shown. */
    record Adopted(Set<String> objects, Set<String> changed) implements Takes {
        @Override
        public boolean adopts() {
            return true;
        }

        @Override
        public Force force() {
            return Force.of(changed);
        }

        @Override
        public void requireApproved(String application, List<Found> found) {
            found.stream()
                    .filter(each -> !objects.contains(each.key()))
                    .findFirst()
                    .ifPresent(each -> {
                        throw new BackendException("kubernetes: " + Cluster.describe(each.live())
                                + " is there and was not in the plan to adopt " + application
                                + "; make the plan anew and look at it");
                    });
        }
    }
}
