package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.consul.KvOperation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to write, in this order, each commit wholly or not at all; and when to look again though nothing has changed. Nothing to write
 * and no time: the fleet is as far as it can be.
 */
public record Decision(List<List<KvOperation>> commits, Optional<Instant> lookAgain) {
    public Decision {
        commits = List.copyOf(commits);
    }
}
