package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.Revision;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Limits;
import dev.parallax.model.Probe;
import dev.parallax.model.Requests;
import dev.parallax.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is told of a deployment to those outside. */
final class Snapshots {
    private Snapshots() {}

    static ApplicationStatus status(Deployment deployment) {
        Map<String, RoleStatus> roles = new LinkedHashMap<>();
        deployment.application.roles().forEach((name, role) -> {
            int wanted = deployment.deleting ? 0 : role.replicas().count();
            roles.put(name, role(wanted, name, deployment));
        });
        deployment.replicas.stream()
                .map(replica -> replica.role)
                .filter(role -> !roles.containsKey(role))
                .distinct()
                .toList()
                .forEach(role -> roles.put(role, role(0, role, deployment)));
        Map<String, ServiceStatus> services = new LinkedHashMap<>();
        deployment
                .application
                .services()
                .forEach((name, service) -> services.put(name, service(deployment, name, service)));
        Map<String, StepStatus> steps = new LinkedHashMap<>();
        deployment
                .application
                .steps()
                .keySet()
                .forEach(name -> steps.put(name, deployment.step(name).status()));
        return new ApplicationStatus(
                deployment.application.name(),
                deployment.application.version(),
                deployment.revision,
                roles,
                services,
                steps,
                deployment.deleting,
                rollout(deployment));
    }

    private static RolloutStatus rollout(Deployment deployment) {
        Revision present = deployment.history.getFirst();
        return RolloutStatus.of(present.reached().isPresent(), deployment.paused, deployment.failure, present.reason());
    }

    /** Only replicas of the present definition count. */
    private static RoleStatus role(int wanted, String role, Deployment deployment) {
        List<SimulatedReplica> all = deployment.replicasOf(role);
        List<SimulatedReplica> replicas =
                all.stream().filter(deployment::isCurrent).toList();
        return new RoleStatus(
                wanted,
                count(replicas, ReplicaState.PLACED, ReplicaState.STARTED, ReplicaState.READY),
                count(replicas, ReplicaState.STARTED, ReplicaState.READY),
                count(replicas, ReplicaState.READY),
                all.stream().map(SimulatedReplica::status).toList());
    }

    private static int count(List<SimulatedReplica> replicas, ReplicaState... states) {
        return (int) replicas.stream()
                .filter(replica -> List.of(states).contains(replica.state))
                .count();
    }

    private static ServiceStatus service(Deployment deployment, String name, Service service) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        List<String> endpoints = new ArrayList<>();
        service.ports().forEach((port, number) -> {
            ports.put(port, number.port());
            service.external().forEach(address -> endpoints.add(address + ":" + number.port()));
            service.role().stream()
                    .flatMap(role -> deployment.replicasOf(role).stream())
                    .filter(replica -> replica.is(ReplicaState.READY) && deployment.byHand.isRegistered(replica))
                    .forEach(replica -> replica.definition.components().values().stream()
                            .map(component -> component.ports().get(number.target()))
                            .filter(target -> target != null)
                            .forEach(target -> endpoints.add(replica.address + ":" + target)));
        });
        return new ServiceStatus(
                Optional.ofNullable(deployment.addresses.get(name)),
                Optional.ofNullable(deployment.publicAddresses.get(name)),
                ports,
                endpoints.stream().distinct().sorted().toList());
    }

    static Inspection inspection(Deployment deployment) {
        Map<String, List<Inspection.LiveReplica>> roles = new LinkedHashMap<>();
        deployment
                .application
                .roles()
                .keySet()
                .forEach(name -> roles.put(
                        name,
                        deployment.replicasOf(name).stream()
                                .filter(replica -> replica.is(ReplicaState.READY) || replica.is(ReplicaState.STARTED))
                                .map(Snapshots::live)
                                .toList()));
        return new Inspection(deployment.application.name(), deployment.application.version(), roles);
    }

    private static Inspection.LiveReplica live(SimulatedReplica replica) {
        Map<String, Inspection.LiveComponent> components = new LinkedHashMap<>();
        replica.definition.components().forEach((name, component) -> components.put(name, live(component)));
        return new Inspection.LiveReplica(replica.name(), replica.host == null ? "" : replica.host.name, components);
    }

    private static Inspection.LiveComponent live(Component component) {
        Map<String, String> packages = new LinkedHashMap<>();
        component.artifact().packages().forEach(name -> packages.put(name, "simulated"));
        Map<String, Inspection.LiveCheck> checks = new LinkedHashMap<>();
        component.checks().ready().ifPresent(check -> checks.put("ready", live(check, component)));
        component.checks().alive().ifPresent(check -> checks.put("alive", live(check, component)));
        component.checks().started().ifPresent(check -> checks.put("started", live(check, component)));
        Limits limits = component.limits();
        Requests aside = Requests.of(component);
        return new Inspection.LiveComponent(
                packages,
                limits.cpu().map(Cpu::millis),
                limits.memory().map(memory -> memory.bytes()),
                aside.cpu().map(Cpu::millis),
                aside.memory().map(memory -> memory.bytes()),
                Optional.of(component
                        .user()
                        .map(user -> Inspection.user(user.uid(), user.gid()))
                        .orElse(Inspection.user(0, 0))),
                component.ports(),
                checks);
    }

    private static Inspection.LiveCheck live(Check check, Component component) {
        return new Inspection.LiveCheck(
                target(check.probe(), component),
                check.every().toMillis(),
                check.timeout().toMillis(),
                check.failures(),
                check.successes());
    }

    private static String target(Probe probe, Component component) {
        if (probe instanceof Probe.Http http) {
            return Inspection.http(
                    Objects.requireNonNull(component.ports().get(http.port()), http.port()),
                    http.path(),
                    http.headers());
        }
        if (probe instanceof Probe.Tcp tcp) {
            return "tcp :" + component.ports().get(tcp.port());
        }
        return "exec " + String.join(" ", ((Probe.Exec) probe).command());
    }
}
