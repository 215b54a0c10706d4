package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.profile.FleetProfile.Platform;

/** What a profile makes of a host's data: the module's parameters, and ready checks by the platform's timers. */
final class ProfileData {
    private static final String BALANCER = "parallax::balancer::";

    private final FleetProfile profile;

    ProfileData(FleetProfile profile) {
        this.profile = profile;
    }

    void write(ObjectNode data) {
        profile.polling().ifPresent(polling -> data.put("parallax::restart", "puppet"));
        profile.platform().ifPresent(platform -> platform(data, platform));
    }

    private static void platform(ObjectNode data, Platform platform) {
        long check = platform.check().toMillis();
        long render = platform.render().toMillis();
        data.put(BALANCER + "check_interval_ms", check)
                .put(BALANCER + "check_fast_ms", check)
                .put(BALANCER + "check_down_ms", check)
                .put(BALANCER + "fall", Platform.FALL)
                .put(BALANCER + "rise", Platform.RISE)
                .put(BALANCER + "resolve_ms", render)
                .put(BALANCER + "hold_valid_ms", render);
        for (JsonNode replica : data.path(HostDataCompiler.REPLICAS)) {
            for (JsonNode registration : replica.path("registrations")) {
                registration.path("checks").forEach(ready -> overrule((ObjectNode) ready, check));
            }
        }
    }

    /** One look decides, as Consul had it before it counted them. */
    private static void overrule(ObjectNode ready, long check) {
        ready.put("interval_ms", check).put("failures", 1).put("successes", 1);
    }
}
