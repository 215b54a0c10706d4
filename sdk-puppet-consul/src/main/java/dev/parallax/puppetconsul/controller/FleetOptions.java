package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.FleetSetting;
import dev.parallax.puppetconsul.state.VirtualRouter;
import dev.parallax.puppetconsul.world.World;
import java.util.Optional;

/** What a controller is started with; what is empty is as the fleet has it already ({@link FleetSetting}). */
public record FleetOptions(
        Optional<FleetProfile> profile,
        Optional<VirtualRouter> router,
        Optional<AddressRange> network,
        Optional<AddressRange> publicNetwork) {
    /** Goes by what the fleet has. */
    public static final FleetOptions NONE =
            new FleetOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public FleetProfile profile(World world) {
        return profile.orElse(world.profile().value());
    }

    public VirtualRouter router(World world) {
        return router.orElse(world.router().value());
    }

    public AddressRanges ranges(World world) {
        return new AddressRanges(
                network.orElse(world.network().value()),
                publicNetwork.orElse(world.publicNetwork().value()));
    }
}
