package dev.parallax.examples;

import dev.parallax.Parallax;
import dev.parallax.ParallaxException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Subscription;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Deploys a definition on the backend named: {@code DeployKeystone FILE BACKEND [SETTING=VALUE ...]}, such as {@code DeployKeystone
 * keystone/keystone.yaml kubernetes kubeconfig=admin.conf}.
 */
final class DeployKeystone {
    private DeployKeystone() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length < 2) {
            System.err.println("usage: DeployKeystone FILE BACKEND [SETTING=VALUE ...]");
            System.exit(2);
        }
        try {
            deploy(arguments);
        } catch (ParallaxException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** What is missing; nothing is when all is ready. */
    private static void show(ApplicationStatus status) {
        if (!status.missing().isEmpty()) {
            System.out.println(String.join("; ", status.missing()));
        }
    }

    @SuppressWarnings("try")
    private static void deploy(String[] arguments) throws InterruptedException {
        Application application = Parallax.read(Path.of(arguments[0]));
        Parallax.BackendBuilder builder = Parallax.backend(arguments[1]);
        for (int i = 2; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            builder.with(setting[0], setting[setting.length - 1]);
        }
        try (Backend backend = builder.open();
                Subscription progress = backend.watch(application.name(), DeployKeystone::show)) {
            backend.apply(application).await(Duration.ofMinutes(5));
            System.out.println(application.name() + " " + application.version() + " is ready");
        }
    }
}
