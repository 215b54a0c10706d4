package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Service;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is outside is at addresses that every host can reach: no names, for a virtual address leads to addresses, and none that mean
 * something else on each host.
 */
final class ExternalRule implements Rule {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern ADDRESS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** This network, loopback, link-local, and multicast with what is beyond (RFC 6890): the API server of Kubernetes refuses the last three. */
    private static final Pattern LOCAL = Pattern.compile("(0|127|22[4-9]|23\\d|24\\d|25\\d)\\..*|169\\.254\\..*");

    @Override
    public void check(Application application, Findings findings) {
        application
                .services()
                .forEach((name, service) -> service(service, DocumentPath.ROOT.child("services", name), findings));
    }

    private static void service(Service service, DocumentPath path, Findings findings) {
        DocumentPath external = path.child("external");
        boolean neither = service.role().isEmpty() && service.external().isEmpty();
        if (neither && findings.isCertain(path.child("role"))) {
            findings.add(external, "is empty", "write at least one IPv4 address");
        }
        if (service.role().isPresent() && !service.external().isEmpty()) {
            findings.add(path, "has role and external", "write only one of role, external");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < service.external().size(); i++) {
            address(service.external().get(i), external.child(i), seen, findings);
        }
        if (!service.external().isEmpty()) {
            service.ports()
                    .forEach((port, number) -> findings.addUnless(
                            number.target().equals(port),
                            path.child("ports", port, "target"),
                            "names a component's port, and what answers is outside",
                            "remove it: the port is the same there"));
        }
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
}
