package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.NotReachedException;
import dev.parallax.definition.DurationText;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.consul.Since;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.ConsulView;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks for an application to be taken away, and waits until it is. */
final class Deletion {
    private static final int ATTEMPTS = 20;

    private final Consul consul;
    private final Clock clock;
    private final Supplier<ConsulView> view;
    private final Runnable ensureController;

    Deletion(Consul consul, Clock clock, Supplier<ConsulView> view, Runnable ensureController) {
        this.consul = consul;
        this.clock = clock;
        this.view = view;
        this.ensureController = ensureController;
    }

    void delete(String application, DeleteOptions options) {
        boolean keep = options.keptStorage() == DeleteOptions.KeptStorage.KEEP;
        boolean asked = ask(application, keep);
        if (!asked) {
            return;
        }
        ensureController.run();
        await(application, options, keep);
    }

    /** Whether there is anything to be taken away. */
    private boolean ask(String application, boolean keep) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<KvEntry> entry = consul.entry(Keys.desired(application));
            Optional<KvOperation> operation = entry.isPresent()
                    ? Optional.of(deleting(entry.get(), keep))
                    : keep ? Optional.empty() : storageOf(application);
            if (operation.isEmpty()) {
                return false;
            }
            if (consul.commit(List.of(operation.get())).isPresent()) {
                return true;
            }
        }
        throw new BackendException("application " + application
                + " is being changed by others all the time; delete it again when they are done");
    }

    private static KvOperation deleting(KvEntry entry, boolean keep) {
        Desired desired = StateJson.read(entry.key(), entry.value(), Desired.class);
        boolean keepStorage = desired.isDeleting() ? keep && desired.keepStorage() : keep;
        Desired next = new Desired(
                desired.revision(),
                desired.version(),
                Desired.Intent.DELETING,
                keepStorage,
                desired.applied(),
                desired.rolledBackFrom(),
                desired.reason());
        return new KvOperation.Put(entry.key(), StateJson.write(next), entry.modifyIndex());
    }

    /** Marks the storage an earlier deletion left behind. */
    private Optional<KvOperation> storageOf(String application) {
        Optional<KvEntry> entry = consul.entry(Keys.STORAGE);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        TreeMap<String, KeptStorage> storage =
                StateJson.read(Keys.STORAGE, entry.get().value(), new TypeReference<TreeMap<String, KeptStorage>>() {});
        if (storage.values().stream().noneMatch(kept -> kept.app().equals(application))) {
            return Optional.empty();
        }
        storage.replaceAll((key, kept) -> kept.app().equals(application) ? kept.toBeRemoved() : kept);
        return Optional.of(new KvOperation.Put(
                Keys.STORAGE, StateJson.write(storage), entry.get().modifyIndex()));
    }

    private void await(String application, DeleteOptions options, boolean keep) {
        Deadline deadline = Deadline.in(options.timeout());
        WorldReader reader = new WorldReader(Seal.NONE);
        long seen = 0;
        Optional<World> last = Optional.empty();
        boolean led = true;
        Optional<RuntimeException> trouble = Optional.empty();
        try {
            do {
                ConsulView.Sight sight = view.get().await(seen, deadline.left());
                seen = sight.version();
                trouble = sight.failure();
                if (sight.snapshot().isPresent()) {
                    led = sight.snapshot().get().isLed();
                    last = Optional.of(
                            reader.read(clock.instant(), sight.snapshot().get()));
                    if (left(last.get(), application, keep).isEmpty() && isGone(application, keep, reader)) {
                        return;
                    }
                }
            } while (!deadline.isOver());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(
                    "interrupted while application " + application + " was being deleted; it goes on", e);
        }
        Optional<World> known = last;
        String what = trouble.map(RuntimeException::getMessage)
                .or(() -> known.map(world -> String.join(", ", left(world, application, keep))))
                .orElse("Consul did not answer");
        throw new NotReachedException("puppet-consul: " + application + " is not deleted after "
                + DurationText.format(options.timeout()) + ": " + (led ? "" : Lead.NOBODY + "; ") + what);
    }

    /** The view may be a moment behind; the last word has Consul itself. */
    private boolean isGone(String application, boolean keep, WorldReader reader) {
        Snapshot now = ConsulView.once(consul);
        if (!left(reader.read(clock.instant(), now), application, keep).isEmpty()) {
            return false;
        }
        if (!keep) {
            List<KvEntry> rest =
                    consul.entries(Keys.secret(application, ""), Since.NOW).value();
            rest.forEach(entry -> consul.commit(List.of(new KvOperation.Remove(entry.key(), entry.modifyIndex()))));
        }
        return true;
    }

    private static List<String> left(World world, String application, boolean keep) {
        List<String> left = new ArrayList<>();
        AppRecord app = world.apps().get(application);
        if (app != null) {
            left.add(
                    app.placement().value().isEmpty()
                            ? "its hosts have not said yet that they are done"
                            : "still there: "
                                    + app.placement().value().stream()
                                            .map(replica -> replica.replica() + " on " + replica.host() + " ("
                                                    + phase(replica) + ")")
                                            .collect(Collectors.joining(", ")));
        }
        if (!keep) {
            world.storage().value().values().stream()
                    .filter(kept -> kept.app().equals(application) && world.isAlive(kept.host()))
                    .forEach(kept -> left.add("storage of " + kept.replica() + " on " + kept.host()));
        }
        return left;
    }

    private static String phase(PlacedReplica replica) {
        return replica.phase().name().toLowerCase(java.util.Locale.ROOT);
    }
}
