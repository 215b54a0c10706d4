package dev.parallax.puppetconsul.world;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.seal.SealKey;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.HostRemoval;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.puppetconsul.state.VirtualRouter;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The whole fleet at one moment: hosts and their health, what is wanted, what was decided, what hosts were told and what they said.
 * Addresses are by {@code application/service}, kept storage by {@link KeptStorage#key}; {@code lostHosts}: since when; {@code
 * profile}: by which the fleet is run; {@code router}: what keeps its public addresses; {@code network} and {@code publicNetwork}: where new ones come from; {@code gates}: what is said about where Puppet may run, by key; {@code sealedFor}: the fleet's certificate,
 * for which its secrets are sealed; {@code seal}: what opens them here. A host whose removal is
 * {@linkplain HostRemoval#hasGone gone on paper} is none of {@code hosts}, whatever the catalog has.
 */
public record World(
        Instant now,
        SortedMap<String, Host> hosts,
        Health health,
        SortedMap<String, AppRecord> apps,
        SortedMap<String, HostRecord> hostRecords,
        Versioned<SortedMap<String, VirtualAddress>> vips,
        Versioned<SortedMap<String, Instant>> lostHosts,
        SortedMap<String, HostRemoval> removals,
        Versioned<SortedMap<String, KeptStorage>> storage,
        Versioned<FleetProfile> profile,
        Versioned<VirtualRouter> router,
        Versioned<AddressRange> network,
        Versioned<AddressRange> publicNetwork,
        SortedMap<String, Versioned<String>> gates,
        Versioned<Optional<X509Certificate>> sealedFor,
        Seal seal) {

    /** An application; one that is not there is a {@link AbsentApplicationException}. */
    public AppRecord app(String name) {
        AppRecord app = apps.get(name);
        if (app == null) {
            throw new AbsentApplicationException("puppet-consul", name);
        }
        return app;
    }

    public boolean isAlive(String host) {
        Host known = hosts.get(host);
        return known != null && known.alive();
    }

    /** Whether nothing is expected of a host any more. */
    public boolean isGivenUp(String host) {
        HostRemoval removal = removals.get(host);
        return removal != null && removal.hasGone();
    }

    /** Ends with one line where secrets of the fleet are sealed for a key that is not held here. {@code what} needs it. */
    public void requireKey(String what) {
        SealKey held = seal.require(what);
        sealedFor.value().filter(certificate -> !seal.opens(certificate)).ifPresent(certificate -> {
            throw new InvalidSettingException("puppet-consul: the secrets of this fleet are sealed for the key "
                    + Certificates.fingerprint(certificate) + " (" + Keys.SEAL + " in Consul), and "
                    + held.origin() + " holds " + held.name()
                    + "; give the file that the fleet's controllers have: --seal-key FILE, or setting seal-key");
        });
    }

    /** The same for who is to seal: other controllers could not open what is sealed for a key that they do not have yet. */
    public void requireSealing(String what) {
        requireKey(what);
        sealedFor
                .value()
                .filter(certificate -> !seal.certificate().equals(Optional.of(certificate)))
                .ifPresent(certificate -> {
                    throw new InvalidSettingException(
                            "puppet-consul: the secrets of this fleet are still sealed for the key "
                                    + Certificates.fingerprint(certificate) + ", the older one of "
                                    + seal.require(what).origin()
                                    + "; start the fleet's controllers with that file first: the"
                                    + " one that leads seals everything anew");
                });
    }

    /** Whether a host is told to undo what is there. */
    public boolean isEmptying(String host) {
        HostRemoval removal = removals.get(host);
        return removal != null && !removal.hasGone();
    }

    public HostRecord hostRecord(String host) {
        return hostRecords.getOrDefault(host, HostRecord.NONE);
    }

    /** The addresses of one application's services, by service. */
    public static Map<String, VirtualAddress> addressesOf(String app, Map<String, VirtualAddress> all) {
        Map<String, VirtualAddress> addresses = new LinkedHashMap<>();
        String prefix = VirtualAddress.key(app, "");
        all.forEach((key, address) -> {
            if (key.startsWith(prefix)) {
                addresses.put(key.substring(prefix.length()), address);
            }
        });
        return addresses;
    }
}
