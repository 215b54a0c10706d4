package dev.parallax.lab.fleet;

import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.undercloud.GrantedHost;
import dev.parallax.undercloud.HostProvider;
import dev.parallax.undercloud.HostRequest;
import java.util.List;
import java.util.Optional;

/** The lab's Docker as an undercloud of its fleet: a machine is one more container of the lab, made of the files that `host add` writes. */
final class LabHostProvider implements HostProvider {
    /** All of the lab's hosts take part in keeping public addresses. */
    private static final String INTERFACE = "eth0";

    private final Lab lab;
    private final FleetExtraHosts extras;

    private LabHostProvider(Lab lab, FleetExtraHosts extras) {
        this.lab = lab;
        this.extras = extras;
    }

    static LabHostProvider open() {
        Lab lab = Lab.open(LabSettings.defaults());
        try {
            return new LabHostProvider(lab, lab.extraHosts());
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    @Override
    public List<GrantedHost> granted() {
        return extras.list().stream().map(LabHostProvider::granted).toList();
    }

    @Override
    public GrantedHost request(HostRequest request) {
        return granted(extras.make(new Enrolment(
                request.name(),
                Enrolment.Agent.USUAL,
                request.labels(),
                request.cpu(),
                request.memory(),
                Optional.of(INTERFACE),
                extras.profile())));
    }

    private static GrantedHost granted(FleetExtraHosts.Extra extra) {
        return new GrantedHost(extra.name(), extra.name(), extra.address(), extra.labels(), true);
    }

    @Override
    public boolean giveBack(String name) {
        return extras.remove(name);
    }

    @Override
    public void close() {
        lab.close();
    }
}
