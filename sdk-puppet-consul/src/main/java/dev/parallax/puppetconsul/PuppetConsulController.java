package dev.parallax.puppetconsul;

import dev.parallax.SystemTime;
import dev.parallax.backend.BackendSettings;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.HttpConsul;
import dev.parallax.puppetconsul.controller.Controller;

/**
 * The controller as a process of its own: {@link #run} looks after the fleet until it is interrupted or closed. Any number may run; one
 * leads. It may be killed at any moment; started again on the same machine it goes on at once, and another takes over when its
 * session has ended (17 to 20 s).
 */
public final class PuppetConsulController implements AutoCloseable {
    private final Consul consul;
    private final Controller controller;

    private PuppetConsulController(Consul consul, Controller controller) {
        this.consul = consul;
        this.controller = controller;
    }

    /** Settings as {@link PuppetConsulProvider} has them. Consul need not answer yet. */
    public static PuppetConsulController open(BackendSettings settings) {
        FleetSettings fleet = FleetSettings.of(settings);
        Consul consul = new HttpConsul(fleet.consul());
        return new PuppetConsulController(
                consul, new Controller(consul, SystemTime.clock(), fleet.options(), fleet.seal()));
    }

    /** Looks after the fleet. One whose secrets are sealed for another key ends it with an {@link dev.parallax.backend.InvalidSettingException}. */
    public void run() throws InterruptedException {
        controller.run();
    }

    /** Gives up the lead and ends {@link #run}. */
    @Override
    public void close() {
        controller.close();
        consul.close();
    }
}
