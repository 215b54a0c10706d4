package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Exposure;
import dev.parallax.model.Service;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.VirtualAddress;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives every service its addresses, and never another while it is there. */
public final class AddressPlanner {
    private final AddressRanges ranges;
    private final SortedMap<String, VirtualAddress> addresses;

    public AddressPlanner(AddressRanges ranges, SortedMap<String, VirtualAddress> present) {
        this.ranges = ranges;
        this.addresses = new TreeMap<>(present);
    }

    /** Gives a service what it lacks; false when there is no address left. */
    public boolean assign(String app, String name, Service service) {
        String key = VirtualAddress.key(app, name);
        boolean isPublic = service.exposure() == Exposure.PUBLIC;
        VirtualAddress present = addresses.get(key);
        if (present != null && present.publicAddress().isPresent() == isPublic) {
            return true;
        }
        Optional<String> internal = present == null ? free(ranges.internal()) : Optional.of(present.address());
        Optional<String> external = isPublic ? free(ranges.external()) : Optional.empty();
        if (internal.isEmpty() || (isPublic && external.isEmpty())) {
            return false;
        }
        addresses.put(key, new VirtualAddress(internal.get(), external));
        return true;
    }

    /** Takes the addresses of an application's services that are no longer there. */
    public void keepOnly(String app, java.util.Set<String> services) {
        String prefix = VirtualAddress.key(app, "");
        addresses
                .keySet()
                .removeIf(key -> key.startsWith(prefix) && !services.contains(key.substring(prefix.length())));
    }

    private Optional<String> free(AddressRange range) {
        TreeSet<String> taken = new TreeSet<>();
        for (VirtualAddress address : addresses.values()) {
            taken.add(address.address());
            address.publicAddress().ifPresent(taken::add);
        }
        return range.firstFree(taken);
    }

    public SortedMap<String, VirtualAddress> addresses() {
        return addresses;
    }
}
