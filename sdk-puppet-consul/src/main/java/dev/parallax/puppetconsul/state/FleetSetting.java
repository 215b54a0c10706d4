package dev.parallax.puppetconsul.state;

import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something by which a fleet is run and that Consul remembers: a controller that leads writes what it was started with, and whoever is not told otherwise,
 * among controllers and those who plan, goes by what is written.
 *
 * @param key where it is kept
 * @param absent what a fleet goes by for which nothing is written
 * @param reader reads what is written; what it cannot read is an {@link IllegalArgumentException}
 * @param writer writes what {@code reader} reads
 */
public record FleetSetting<T>(String key, T absent, Function<String, T> reader, Function<T, String> writer) {
    /** How it is run. */
    public static final FleetSetting<FleetProfile> PROFILE =
            new FleetSetting<>(Keys.PROFILE, FleetProfile.RECONCILED, FleetProfile::of, FleetProfile::name);
    /** What keeps its public addresses. */
    public static final FleetSetting<VirtualRouter> ROUTER = new FleetSetting<>(
            Keys.VIRTUAL_ROUTER, VirtualRouter.DEFAULT, VirtualRouter::parse, router -> Integer.toString(router.id()));
    /** Where services get their addresses from. */
    public static final FleetSetting<AddressRange> NETWORK =
            new FleetSetting<>(Keys.NETWORK, AddressRange.DEFAULT, AddressRange::parse, AddressRange::toString);
    /** Where public services get their public ones from. */
    public static final FleetSetting<AddressRange> PUBLIC_NETWORK = new FleetSetting<>(
            Keys.PUBLIC_NETWORK, AddressRange.DEFAULT_PUBLIC, AddressRange::parse, AddressRange::toString);

    /** What is written, if anything is; a {@link BackendException} names the key where it cannot be read. */
    public T read(Optional<KvEntry> entry) {
        try {
            return entry.map(written -> reader.apply(written.value().strip())).orElse(absent);
        } catch (IllegalArgumentException e) {
            throw new BackendException("Consul's key " + key + ": " + e.getMessage(), e);
        }
    }
}
