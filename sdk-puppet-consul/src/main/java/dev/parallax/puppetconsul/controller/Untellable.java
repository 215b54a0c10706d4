package dev.parallax.puppetconsul.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.BackendException;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.catalog.ConsulNames;
import dev.parallax.puppetconsul.catalog.HostData;
import dev.parallax.puppetconsul.catalog.HostDataCompiler;
import dev.parallax.puppetconsul.catalog.ToldData;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.placement.UsedSecrets;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.World;
import java.util.Optional;
import java.util.function.Supplier;

/** Hosts that have no key for which secrets can be sealed: they go on with what they were told before, so that nothing new is begun there. */
final class Untellable {
    private final World world;

    Untellable(World world) {
        this.world = world;
    }

    /** Why the host of a replica cannot be told to run it as the wanted role says, where that is so. */
    Optional<String> refusal(String app, PlacedReplica replica, Role wanted) {
        return problem(replica.host())
                .filter(why -> wanted.components().values().stream().anyMatch(UsedSecrets::any)
                        || hasOtherSecrets(replica.host(), ConsulNames.replica(app, replica.replica())))
                .map(why -> "host " + replica.host() + " is told nothing: it " + why);
    }

    /** Whether what a host was told last of a replica is this, which names no version; or nothing keeps it from being told. */
    boolean isTold(String app, PlacedReplica replica, Supplier<ObjectNode> data) {
        return problem(replica.host()).isEmpty()
                || opened(replica.host())
                        .map(told -> told.opened()
                                .path(HostDataCompiler.REPLICAS)
                                .path(ConsulNames.replica(app, replica.replica())))
                        .filter(told -> withoutVersion(told).equals(asRead(data.get())))
                        .isPresent();
    }

    private Optional<String> problem(String host) {
        return Optional.ofNullable(world.hosts().get(host)).flatMap(Host::unsealable);
    }

    private boolean hasOtherSecrets(String host, String replica) {
        String own = "/" + HostDataCompiler.REPLICAS + "/" + replica + "/";
        return world.hostRecord(host).data().value().isPresent()
                && opened(host)
                        .map(told -> told.secretPlaces().stream().anyMatch(place -> !place.startsWith(own)))
                        .orElse(true);
    }

    /** Empty also when it cannot be opened. */
    private Optional<HostData> opened(String host) {
        try {
            return world.hostRecord(host).data().value().map(this::open);
        } catch (BackendException e) {
            return Optional.empty();
        }
    }

    private HostData open(ToldData told) {
        return told.open(world.seal());
    }

    private static JsonNode withoutVersion(JsonNode told) {
        return told instanceof ObjectNode ? told.<ObjectNode>deepCopy().without("version") : told;
    }

    private static JsonNode asRead(ObjectNode data) {
        return StateJson.read("data of a replica", data.toString(), ObjectNode.class);
    }
}
