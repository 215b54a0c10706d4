package dev.parallax.puppetconsul;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import dev.parallax.fidelity.FidelityRules;

/**
 * Opens {@link PuppetConsulBackend}. Settings: {@code consul} (URL), {@code consul-ca} (PEM file), {@code consul-token} or {@code
 * consul-token-file} (or the environment's {@code CONSUL_HTTP_TOKEN}), {@code datacenter}, {@code vips} and {@code public-vips}: networks
 * that new services get their addresses from, and {@code virtual-router-id}: 1 to 255, what keepalived keeps public addresses by, for a plan and a controller in
 * this process (without them, those that the fleet has), {@code controller}: {@code auto}, {@code embedded} or {@code daemon}, {@code
 * consul-operator-token}: what hosts are removed by, where it is another token, {@code profile}: that of a controller
 * in this process ({@link dev.parallax.puppetconsul.profile.FleetProfile}; without it, the one by which the fleet is run), {@code seal-key}: the
 * file with the key by which the fleet's secrets are sealed ({@link dev.parallax.puppetconsul.seal.SealKey}): every controller has it, and whoever plans or
 * applies what has secrets.
 */
public final class PuppetConsulProvider implements BackendProvider {
    @Override
    public String name() {
        return PuppetConsulBackend.NAME;
    }

    @Override
    public FidelityRules fidelity() {
        return FleetFidelity.RULES;
    }

    @Override
    public Backend open(BackendSettings settings) {
        return PuppetConsulBackend.open(settings);
    }
}
