package dev.parallax.puppetconsul.controller;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.Desired;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What may be asked of a controller, and what may go wrong meanwhile. */
final class SomeWork {
    static final String BROKEN = "broken";

    /** A version of an application with a database, a step and a role that is replicated by any policy; on a host of its own or beside others. */
    record Wish(int count, Bounds bounds, boolean alone, String greeting) {
        /** Makes this the next version of what is wanted. */
        void on(PaperFleet fleet) {
            long last = fleet.desired("shop").map(Desired::revision).orElse(0L);
            fleet.want(application(String.valueOf(last + 1)));
        }

        private Application application(String version) {
            return DefinitionReader.read(
                    """
                    apiVersion: parallax.dev/v1
                    kind: Application
                    metadata: {name: shop, version: "%s"}
                    services:
                      db: {role: db, ports: {sql: 3306}}
                      web: {role: web, ports: {http: 80}}
                    steps:
                      migrate: {use: web/app, command: [/bin/migrate], requires: [{service: db}], retries: 2}
                    roles:
                      db:
                        storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                        components:
                          sql:
                            artifact: {image: "db:1"}
                            command: [/bin/db]
                            ports: {sql: 3306}
                            checks: {ready: {tcp: sql}}
                      web:
                        replicas:
                          count: %d
                          spread: %s
                          minAvailable: %d
                          update: {maxUnavailable: %d, maxSurge: %d, deadline: 1m, onFailure: rollback}
                          recovery: {hostLostAfter: 1s}
                        requires: [{step: migrate}]
                        components:
                          app:
                            artifact: {image: "web:1"}
                            command: [/bin/web]
                            env: {GREETING: "%s"}
                            ports: {http: 8080}
                            checks: {ready: {exec: [/bin/ready], every: 1s}}
                    """.formatted(
                                    version,
                                    count,
                                    alone ? "host" : "none",
                                    Math.min(count, bounds.minAvailable()),
                                    bounds.maxUnavailable(),
                                    bounds.maxSurge(),
                                    greeting),
                    "shop.yaml",
                    Path.of("."));
        }

        /** Whether its policy lets any replica be changed, when there are hosts enough. */
        boolean canBeReached() {
            return count > 0 && (bounds.maxSurge() > 0 || bounds.minAvailable() < count);
        }

        Wish saying(String other) {
            return new Wish(count, bounds, alone, other);
        }
    }

    /** {@code minAvailable} as far as the count goes. */
    record Bounds(int maxUnavailable, int maxSurge, int minAvailable) {}

    /** One thing that happens. */
    interface Happening {
        void to(PaperFleet fleet);
    }

    /** A controller decides, and is killed after so many commits. */
    record Decides(int commits) implements Happening {
        @Override
        public void to(PaperFleet fleet) {
            fleet.commit(fleet.decide(), commits);
        }
    }

    private record Named(String what, Happening happening) implements Happening {
        @Override
        public void to(PaperFleet fleet) {
            happening.to(fleet);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private SomeWork() {}

    static Arbitrary<Wish> wishes(int most, String... greetings) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, most),
                        bounds(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(greetings))
                .as(Wish::new);
    }

    private static Arbitrary<Bounds> bounds() {
        return Combinators.combine(
                        Arbitraries.of(Tuple.of(1, 0), Tuple.of(0, 1), Tuple.of(1, 1), Tuple.of(2, 0), Tuple.of(0, 2)),
                        Arbitraries.integers().between(0, 3))
                .as((update, least) -> new Bounds(update.get1(), update.get2(), least));
    }

    /** Hosts and controllers act most of the time. */
    static Arbitrary<List<Happening>> happenings(int hosts) {
        Arbitrary<String> host = Arbitraries.integers().between(1, hosts).map(number -> "h" + number);
        return Arbitraries.frequencyOf(
                        Tuple.of(12, Arbitraries.of(0, 1, 2, 3, 100).map(Decides::new)),
                        Tuple.of(8, Arbitraries.just(named("hosts act", PaperFleet::hostsAct))),
                        Tuple.of(2, wishes(3, "hello", "goodbye", BROKEN).map(wish -> named("want " + wish, wish::on))),
                        Tuple.of(2, host.map(name -> named("lose " + name, fleet -> fleet.lose(name)))),
                        Tuple.of(2, host.map(name -> named(name + " is back", fleet -> fleet.giveBack(name)))),
                        Tuple.of(1, host.map(name -> named("cordon " + name, fleet -> fleet.cordon(name)))),
                        Tuple.of(1, Arbitraries.just(named("uncordon", PaperFleet::uncordon))),
                        Tuple.of(
                                1,
                                Arbitraries.of(1, 61)
                                        .map(time -> named(
                                                "pass " + time + " s", fleet -> fleet.pass(Duration.ofSeconds(time))))),
                        Tuple.of(
                                1,
                                Arbitraries.of("web-0", "web-1", "web-2", "web-3", "db-0")
                                        .map(replica ->
                                                named("replace " + replica, fleet -> fleet.replace("shop", replica)))))
                .list()
                .ofMaxSize(60);
    }

    static Happening named(String what, Happening happening) {
        return new Named(what, happening);
    }
}
