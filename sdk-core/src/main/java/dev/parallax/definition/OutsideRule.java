package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Exposure;
import dev.parallax.model.Provider;
import dev.parallax.model.Service;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What answers for a service is one thing. What is outside is at addresses that every host can reach: no names, for a virtual address
 * leads to addresses, and none that mean something else on each host.
 */
final class OutsideRule implements Rule {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern ADDRESS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** This network, loopback, link-local, and multicast with what is beyond (RFC 6890): the API server of Kubernetes refuses the last three. */
    private static final Pattern LOCAL = Pattern.compile("(0|127|22[4-9]|23\\d|24\\d|25\\d)\\..*|169\\.254\\..*");

    /** What the API server of Kubernetes takes in one EndpointSlice. */
    private static final int MOST_ADDRESSES = 1000;

    @Override
    public void check(Application application, Findings findings) {
        application.services().forEach((name, service) -> {
            DocumentPath path = DocumentPath.ROOT.child("services", name);
            answers(service, path, findings);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < service.external().size(); i++) {
                address(service.external().get(i), path.child("external").child(i), seen, findings);
            }
            service.provider().ifPresent(provider -> provider(provider, service, application, path, findings));
            if (service.role().isEmpty()) {
                targets(service, path, findings);
            }
        });
    }

    private static void answers(Service service, DocumentPath path, Findings findings) {
        long answers = Stream.of(
                        service.role().isPresent(),
                        !service.external().isEmpty(),
                        service.provider().isPresent())
                .filter(answer -> answer)
                .count();
        findings.addUnless(
                answers <= 1, path, "has more than one of role, external, provider", "write only one of them");
        boolean certain =
                Stream.of("role", "external", "provider").allMatch(key -> findings.isCertain(path.child(key)));
        DocumentPath external = path.child("external");
        if (answers == 0 && certain && findings.keys(external).isEmpty()) {
            if (findings.mentions(external)) {
                findings.add(external, "is empty", "write at least one IPv4 address");
            } else {
                findings.add(path, "says nothing of role, external, provider", "write one of them");
            }
        }
        findings.addUnless(
                service.external().size() <= MOST_ADDRESSES,
                external,
                "has " + service.external().size() + " addresses",
                "write at most " + MOST_ADDRESSES);
    }

    private static void address(String address, DocumentPath path, Set<String> seen, Findings findings) {
        boolean known = ADDRESS.matcher(address).matches();
        findings.addUnless(
                known,
                path,
                "'" + Names.shortened(address) + "' is not an IPv4 address",
                "write such as 192.0.2.10; a name can be put into a variable or file of a component");
        findings.addUnless(
                !known || !LOCAL.matcher(address).matches(),
                path,
                address + " is another place on each host",
                "write an address that all hosts can reach");
        findings.addUnless(seen.add(address), path, "is there twice", "keep one of them");
    }

    private static void provider(
            Provider provider, Service service, Application application, DocumentPath path, Findings findings) {
        DocumentPath place = path.child("provider");
        Names.LABEL.check(provider.application(), place.child("application"), findings);
        Names.LABEL.check(provider.service(), place.child("service"), findings);
        findings.addUnless(
                !provider.application().equals(application.name()),
                findings.nearest(place, "application"),
                "is this application itself",
                "write role: and the role behind that service");
        findings.addUnless(
                service.exposure() == Exposure.INTERNAL,
                path.child("exposure"),
                "is public, and the service is another application's",
                "make it public there");
    }

    private static void targets(Service service, DocumentPath path, Findings findings) {
        service.ports()
                .forEach((port, number) -> findings.addUnless(
                        number.target().equals(port),
                        path.child("ports", port, "target"),
                        "names a component's port, and what answers is no component of this application",
                        "remove it: the port is the same there"));
    }
}
