package dev.parallax.lab;

import dev.parallax.lab.kubernetes.TimerProfile;

/**
 * What a lab is like.
 *
 * @param kubernetesTimers the timers that {@link Lab#up} gives the Kubernetes side
 */
public record LabSettings(Places places, TimerProfile kubernetesTimers, Progress progress) {
    /** This user's places, tuned timers, in silence. */
    public static LabSettings defaults() {
        return new LabSettings(Places.ofThisUser(), TimerProfile.TUNED, Progress.NONE);
    }

    public LabSettings with(TimerProfile timers) {
        return new LabSettings(places, timers, progress);
    }

    public LabSettings with(Progress listener) {
        return new LabSettings(places, kubernetesTimers, listener);
    }
}
