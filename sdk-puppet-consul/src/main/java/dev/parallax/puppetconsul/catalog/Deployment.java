package dev.parallax.puppetconsul.catalog;

import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.secret.SecretValue;
import java.util.List;
import java.util.Map;

/**
 * One application as it is deployed at a moment: what is wanted, the revisions its replicas are at, values of secrets, addresses of
 * its services by name, its replicas, and its steps by name. {@code toString} of secrets hides them.
 */
public record Deployment(
        Application wanted,
        Map<Long, Application> revisions,
        Map<String, SecretValue> secrets,
        Map<String, VirtualAddress> addresses,
        List<PlacedReplica> replicas,
        Map<String, StepRecord> steps) {
    public Deployment {
        replicas = List.copyOf(replicas);
    }
}
