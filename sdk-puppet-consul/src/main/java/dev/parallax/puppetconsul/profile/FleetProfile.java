package dev.parallax.puppetconsul.profile;

import dev.parallax.definition.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a fleet is run. Of {@code classic} it is written {@code classic+SETTING=DURATION}, for each setting that shall differ from the
 * profile's own.
 *
 * @param name as it is written
 * @param polling what starts Puppet on a host: a timer; empty: a change of its data, or of what runs there
 * @param platform the platform's own timers, before those that an application asks for; empty: the application's
 * @param counting how often what lost hosts carried is placed anew; empty: as soon as the application's policy allows
 */
public record FleetProfile(
        String name, Optional<Polling> polling, Optional<Platform> platform, Optional<Duration> counting) {
    /** Hosts are told at once, and whatever differs from what is wanted is put right as soon as it is seen. */
    public static final FleetProfile RECONCILED =
            new FleetProfile("reconciled", Optional.empty(), Optional.empty(), Optional.empty());

    /** As fleets were run that Puppet visits once a minute, and where nothing in the fleet replaces a host. */
    public static final FleetProfile CLASSIC = classic("classic", Map.of());

    private static final String SETTING = "+";

    /**
     * Puppet starts by a timer, and only where it is needed: other data are wanted than were applied, a check of the host's own fails, or the
     * last run was long ago. Nothing else starts it, and nobody but Puppet starts a process that ended.
     *
     * @param every a whole part of a minute, or of an hour in minutes
     * @param forced after this time it runs in any case
     */
    public record Polling(Duration every, Duration forced) {
        public Polling {
            long seconds = every.toSeconds();
            boolean wholePart = every.equals(Duration.ofSeconds(seconds))
                    && seconds > 0
                    && (seconds < 60 ? 60 % seconds == 0 : seconds % 60 == 0 && 3600 % seconds == 0);
            if (!wholePart) {
                throw new IllegalArgumentException("poll: " + DurationText.format(every)
                        + " is no whole part of a minute, or of an hour in minutes; write such as 10s, 1m or 5m");
            }
        }

        /** When the timer elapses, as systemd writes it: by the clock, so on all hosts at the same time, as cron does. */
        public String calendar() {
            long seconds = every.toSeconds();
            return seconds < 60 ? "*:*:0/" + seconds : seconds == 3600 ? "*:00:00" : "*:0/" + seconds / 60 + ":00";
        }
    }

    /**
     * What the platform decides for all applications.
     *
     * @param check how often Consul asks each ready check and each balancer each of its servers
     * @param render how often balancers learn of servers
     */
    public record Platform(Duration check, Duration render) {
        /** Failed looks of a balancer after which a server is out. */
        public static final int FALL = 3;
        /** Good looks of a balancer after which a server is in. */
        public static final int RISE = 2;
    }

    /** Reads a profile; what is none is an {@link IllegalArgumentException} that names the choices. */
    public static FleetProfile of(String text) {
        String[] parts = text.split("\\" + SETTING, -1);
        Map<String, Duration> settings = new LinkedHashMap<>();
        for (String part : List.of(parts).subList(1, parts.length)) {
            int sign = part.indexOf('=');
            if (sign < 0) {
                throw new IllegalArgumentException(
                        "profile " + text + ": '" + part + "' is no setting; write such as classic+replace=5m");
            }
            settings.put(part.substring(0, sign), DurationText.parse(part.substring(sign + 1)));
        }
        if (parts[0].equals(CLASSIC.name())) {
            return classic(text, settings);
        }
        if (!parts[0].equals(RECONCILED.name())) {
            throw new IllegalArgumentException(
                    "no such profile: " + parts[0] + "; the profiles are reconciled and classic");
        }
        if (!settings.isEmpty()) {
            throw new IllegalArgumentException("profile " + text + ": reconciled has no settings; write reconciled");
        }
        return RECONCILED;
    }

    private static FleetProfile classic(String text, Map<String, Duration> settings) {
        Map<String, Duration> values = new TreeMap<>(Map.of(
                "poll", Duration.ofMinutes(1),
                "forced", Duration.ofHours(24),
                "check", Duration.ofSeconds(10),
                "render", Duration.ofSeconds(5),
                "replace", Duration.ofMinutes(30)));
        settings.forEach((setting, value) -> {
            if (values.put(setting, value) == null) {
                throw new IllegalArgumentException("profile " + text + ": there is no setting '" + setting
                        + "'; the settings are check, forced, poll, render and replace");
            }
            if (value.isZero()) {
                throw new IllegalArgumentException("profile " + text + ": " + setting + " is 0s; write a longer time");
            }
        });
        return new FleetProfile(
                text,
                Optional.of(new Polling(value(values, "poll"), value(values, "forced"))),
                Optional.of(new Platform(value(values, "check"), value(values, "render"))),
                Optional.of(value(values, "replace")));
    }

    private static Duration value(Map<String, Duration> values, String setting) {
        return Objects.requireNonNull(values.get(setting), setting);
    }

    /** Whether a rollout fails that takes too long; otherwise what does not come up keeps its place in it. */
    public boolean isImpatient() {
        return polling.isEmpty();
    }

    /** Whether a replica is taken out of its services in a run of Puppet before the one that changes or stops it; otherwise the same run does both. */
    public boolean isDrainedFirst() {
        return polling.isEmpty();
    }

    /** The longest time for which what a host is told may lie there before it looks. */
    public Duration longestPoll() {
        return polling.map(Polling::every).orElse(Duration.ZERO);
    }
}
