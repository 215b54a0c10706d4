package dev.parallax.puppetconsul.world;

import dev.parallax.backend.BackendException;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.SealedSecrets;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.rollout.EventLog;
import dev.parallax.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Everything Consul holds of one application. {@code adopted}: what was run by hand in the places of its replicas. Steps are by {@code version/step}; {@code secrets}: their latest values, each in a record of its own; {@code seal} opens them. */
public record AppRecord(
        String name,
        Versioned<Desired> desired,
        SortedMap<Long, Application> revisions,
        SortedMap<Long, Versioned<RevisionRecord>> records,
        Map<String, Versioned<SealedSecrets>> secrets,
        Versioned<List<PlacedReplica>> placement,
        Map<String, Versioned<StepRecord>> steps,
        Versioned<Optional<ControllerStatus>> status,
        Versioned<EventLog> events,
        List<Adopted> adopted,
        Seal seal) {

    /** The application of the desired revision. */
    public Application wanted() {
        Application wanted = revisions.get(desired.value().revision());
        if (wanted == null) {
            throw new BackendException("application " + name + ": revision "
                    + desired.value().revision() + " is desired and not in Consul; apply the definition again");
        }
        return wanted;
    }

    /** The values a revision was made with. */
    public Map<String, SecretValue> secretsOf(long revision) {
        return sealedOf(revision).open(seal, name, Keys.revisionRecord(name, revision));
    }

    /** The same, as they are in Consul. */
    public SealedSecrets sealedOf(long revision) {
        Versioned<RevisionRecord> record = records.get(revision);
        return record == null ? SealedSecrets.NONE : record.value().secrets();
    }

    /** The steps of the desired version that have a record, by name, in the definition's order. */
    public Map<String, StepRecord> stepsOfWanted() {
        Map<String, StepRecord> found = new LinkedHashMap<>();
        Application wanted = wanted();
        wanted.steps().keySet().forEach(step -> {
            Versioned<StepRecord> record = steps.get(wanted.version() + "/" + step);
            if (record != null) {
                found.put(step, record.value());
            }
        });
        return found;
    }
}
