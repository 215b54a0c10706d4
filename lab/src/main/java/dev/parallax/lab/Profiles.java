package dev.parallax.lab;

import dev.parallax.lab.kubernetes.TimerProfile;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * By which timers and triggers the lab's sides run.
 *
 * @param kubernetes those of the cluster
 * @param fleet those of the fleet
 */
public record Profiles(TimerProfile kubernetes, FleetProfile fleet) {
    /** The shortest that a careful operator would choose, on both sides. */
    public static final Profiles SHORTEST = new Profiles(TimerProfile.TUNED, FleetProfile.RECONCILED);

    /**
     * The profiles of these names, separated by commas: of each side at most one, and {@link #SHORTEST} where none is named. Others are an
     * {@link IllegalArgumentException} that names the choices.
     */
    public static Profiles of(String names) {
        Profiles chosen = SHORTEST;
        boolean cluster = false;
        boolean fleet = false;
        for (String name : names.split(",", -1)) {
            if (name.equals(TimerProfile.TUNED.id()) || name.equals(TimerProfile.DEFAULT.id())) {
                requireFirst(cluster, name, "Kubernetes");
                cluster = true;
                chosen = new Profiles(TimerProfile.of(name), chosen.fleet());
            } else if (name.equals(FleetProfile.RECONCILED.name()) || name.startsWith(FleetProfile.CLASSIC.name())) {
                requireFirst(fleet, name, "the fleet");
                fleet = true;
                chosen = new Profiles(chosen.kubernetes(), FleetProfile.of(name));
            } else {
                throw new IllegalArgumentException("no such profile: " + name
                        + "; Kubernetes' are tuned and default, the fleet's reconciled and classic");
            }
        }
        return chosen;
    }

    private static void requireFirst(boolean before, String name, String side) {
        if (before) {
            throw new IllegalArgumentException(
                    name + " is the second profile of " + side + "; write one of each side at most");
        }
    }

    /** The names of those that are not as by default, separated by commas; empty where all are. */
    public String names() {
        List<String> names = new ArrayList<>();
        if (kubernetes != SHORTEST.kubernetes()) {
            names.add(kubernetes.id());
        }
        if (!fleet.equals(SHORTEST.fleet())) {
            names.add(fleet.name());
        }
        return String.join(",", names);
    }
}
