package dev.parallax.lab;

/**
 * What a lab is like.
 *
 * @param profiles by which timers and triggers the sides run that {@link Lab#up} brings up
 */
public record LabSettings(Places places, Profiles profiles, Progress progress) {
    /** This user's places, tuned timers, a fleet that is reconciled, in silence. */
    public static LabSettings defaults() {
        return new LabSettings(Places.ofThisUser(), Profiles.SHORTEST, Progress.NONE);
    }

    public LabSettings with(Profiles other) {
        return new LabSettings(places, other, progress);
    }

    public LabSettings with(Progress listener) {
        return new LabSettings(places, profiles, listener);
    }
}
