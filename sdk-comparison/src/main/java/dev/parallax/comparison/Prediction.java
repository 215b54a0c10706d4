package dev.parallax.comparison;

import dev.parallax.definition.DurationText;
import dev.parallax.model.RecoveryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a side's timers say of a host that is lost, at the worst: {@code hostNoticed} after the loss the orchestrator counts it as lost, {@code
 * hostReplaced} after the loss it replaces what ran there. {@code because}: the sum that gives the latter. {@code
 * longestPoll}: {@link Testbed#longestPoll}.
 */
public record Prediction(Duration hostNoticed, Duration hostReplaced, String because, Duration longestPoll) {
    /** Of a side whose timers have not been read yet, as before its first deployment. */
    static Prediction unread(Duration longestPoll) {
        return new Prediction(Duration.ZERO, Duration.ZERO, "no timers", longestPoll);
    }

    /** A limit of time for what takes so many turns of who polls, beside what it takes in any case. */
    public Duration within(Duration anyway, int polls) {
        return anyway.plus(longestPoll.multipliedBy(polls));
    }

    /** For a role of this policy, on a side with these facts; where nothing told the timers, only the policy's own wait is known. */
    static Prediction of(SideFacts.@Nullable HostLoss loss, RecoveryPolicy policy, Duration longestPoll) {
        Duration own = policy.hostLostAfter();
        if (loss == null) {
            return new Prediction(
                    Duration.ZERO, own, "not found + " + DurationText.format(own) + " hostLostAfter", longestPoll);
        }
        SideFacts.Replacement replacement = loss.replacement();
        if (replacement != null) {
            return new Prediction(
                    loss.noticedWithin(),
                    loss.noticedWithin().plus(replacement.after()),
                    loss.because() + " + " + replacement.because(),
                    longestPoll);
        }
        Duration others = loss.ownPartsAfter();
        boolean othersLast = others.compareTo(own) > 0;
        return new Prediction(
                loss.noticedWithin(),
                loss.noticedWithin().plus(othersLast ? others : own),
                loss.because() + " + "
                        + (othersLast
                                ? DurationText.format(others) + " until the orchestrator's own parts are given up"
                                : DurationText.format(own) + " hostLostAfter"),
                longestPoll);
    }
}
