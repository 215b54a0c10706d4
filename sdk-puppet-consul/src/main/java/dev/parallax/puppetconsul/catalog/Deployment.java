package dev.parallax.puppetconsul.catalog;

import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.secret.SecretValue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * One application as it is deployed at a moment: the revision that is wanted, all revisions its replicas may be at, values of secrets
 * by revision, addresses of its services by name, its replicas, its steps by name, and how often repairs were asked for, and what was run by hand in the
 * places of its replicas. {@code toString} of secrets hides them.
 */
public record Deployment(
        long revision,
        Map<Long, Application> revisions,
        Map<Long, Map<String, SecretValue>> secrets,
        Map<String, VirtualAddress> addresses,
        List<PlacedReplica> replicas,
        Map<String, StepRecord> steps,
        long repairs,
        List<Adopted> adopted) {
    public Deployment {
        replicas = List.copyOf(replicas);
        adopted = List.copyOf(adopted);
    }

    /** One that takes nothing over. */
    public Deployment(
            long revision,
            Map<Long, Application> revisions,
            Map<Long, Map<String, SecretValue>> secrets,
            Map<String, VirtualAddress> addresses,
            List<PlacedReplica> replicas,
            Map<String, StepRecord> steps,
            long repairs) {
        this(revision, revisions, secrets, addresses, replicas, steps, repairs, List.of());
    }

    /** The application of the wanted revision. */
    public Application wanted() {
        return Objects.requireNonNull(revisions.get(revision), "the wanted revision");
    }

    Map<String, SecretValue> secretsOf(long ofRevision) {
        return secrets.getOrDefault(ofRevision, Map.of());
    }

    /**
     * The application that says what each service is: the wanted one; for services it no longer has, the latest one that a replica
     * is still at.
     */
    Map<String, Application> owners() {
        Map<String, Application> owners = new LinkedHashMap<>();
        wanted().services().keySet().forEach(name -> owners.put(name, wanted()));
        carried(replica -> true)
                .forEach(application ->
                        application.services().keySet().forEach(name -> owners.putIfAbsent(name, application)));
        return owners;
    }

    /** The applications by which the replicas of a role run; the wanted one when there are none. */
    List<Application> carriedBy(String role) {
        List<Application> carried = carried(replica -> replica.role().equals(role));
        return carried.isEmpty() ? List.of(wanted()) : carried;
    }

    private List<Application> carried(Predicate<PlacedReplica> which) {
        return replicas.stream()
                .filter(replica -> replica.phase() != PlacedReplica.Phase.HELD)
                .filter(which)
                .map(PlacedReplica::revision)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .map(revisions::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
