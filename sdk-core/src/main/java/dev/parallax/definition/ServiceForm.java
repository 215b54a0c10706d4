package dev.parallax.definition;

import dev.parallax.model.Exposure;
import dev.parallax.model.Provider;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How a service is written. */
final class ServiceForm {
    static final int HIGHEST_PORT = 65535;

    private static final Field<Integer> PORT =
            Field.required("port", Scalars.integer(1, HIGHEST_PORT), 1, "The port at the service's address.");
    private static final Field<String> TARGET = Field.optional(
            "target", Scalars.text(), "The component port behind it, by name; the port of the same name where absent.");

    private static final ObjectForm<ServicePort> PORT_FORM = ObjectForm.of(
            "ServicePort",
            "A port of a service and the named component port behind it.",
            List.of(PORT, TARGET),
            fields -> new ServicePort(
                    fields.get(PORT),
                    fields.find(TARGET).orElse(fields.place().path().key())));

    private static final Form<ServicePort> PORT_SHORT = new ConvertedForm<>(
            Scalars.integer(1, HIGHEST_PORT),
            (port, value) -> Optional.of(new ServicePort(port, value.path().key())));

    private static final Field<String> ROLE =
            Field.optional("role", Scalars.text(), "The role whose ready replicas answer.");
    private static final Field<List<String>> EXTERNAL = Field.optional(
            "external",
            new ListForm<>(Scalars.text()),
            "IPv4 addresses outside that answer instead, on the service's ports.");
    private static final Field<String> APPLICATION =
            Field.required("application", Scalars.text(), "", "The name of the other application.");
    private static final Field<String> SERVICE =
            Field.optional("service", Scalars.text(), "Its service; the one of the same name where absent.");
    private static final ObjectForm<Provider> PROVIDER_FORM = ObjectForm.of(
            "Provider",
            "A service of another application of the cluster or fleet, which may come and go by itself.",
            List.of(APPLICATION, SERVICE),
            fields -> provider(fields.get(APPLICATION), fields.find(SERVICE), fields.place()));
    private static final Form<Provider> PROVIDER_SHORT =
            new ConvertedForm<>(Scalars.text(), (name, value) -> Optional.of(provider(name, Optional.empty(), value)));
    private static final Field<Provider> PROVIDER = Field.optional(
            "provider",
            new ShorthandForm<>(PROVIDER_SHORT, PROVIDER_FORM, APPLICATION.name()),
            "Another application whose service is led to: its name alone, or with a service's. The ports are those of the service there."
                    + " On Kubernetes its variables hold its name in the place of an address.");
    private static final Field<Map<String, ServicePort>> PORTS = Field.required(
            "ports",
            new MapForm<>("port name", new ShorthandForm<>(PORT_SHORT, PORT_FORM, PORT.name())),
            Map.of(),
            "Ports by name. A number alone leads to the component port of the same name.");
    private static final Field<Exposure> EXPOSURE = Field.defaulted(
            "exposure",
            Scalars.choice(Exposure.class),
            Service.builder().build().exposure(),
            "`internal`: reached by the application itself; `public`: by clients outside as well, at an address of its own.");

    static final ObjectForm<Service> FORM = new ObjectForm<>(
            "Service",
            "A stable virtual address in front of the ready replicas of a role, of addresses outside, or of another application's service, known to every component by its bare name.",
            List.of(ROLE, EXTERNAL, PROVIDER, PORTS, EXPOSURE),
            List.of(ROLE.name(), EXTERNAL.name(), PROVIDER.name()),
            fields -> Optional.of(Service.builder()
                    .role(fields.find(ROLE))
                    .addAllExternal(fields.find(EXTERNAL).orElse(List.of()))
                    .provider(fields.find(PROVIDER))
                    .putAllPorts(fields.get(PORTS))
                    .exposure(fields.get(EXPOSURE))
                    .build()));

    private ServiceForm() {}

    private static Provider provider(String application, Optional<String> service, Value place) {
        DocumentPath owner = Objects.requireNonNull(place.path().parent(), "a service");
        return new Provider(application, service.orElseGet(owner::key));
    }
}
