package dev.parallax.definition;

import dev.parallax.model.Exposure;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import java.util.List;
import java.util.Map;
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
            "A stable virtual address in front of the ready replicas of a role, or of addresses outside, known to every component by its bare name.",
            List.of(ROLE, EXTERNAL, PORTS, EXPOSURE),
            List.of(ROLE.name(), EXTERNAL.name()),
            fields -> Optional.of(Service.builder()
                    .role(fields.find(ROLE))
                    .addAllExternal(fields.find(EXTERNAL).orElse(List.of()))
                    .putAllPorts(fields.get(PORTS))
                    .exposure(fields.get(EXPOSURE))
                    .build()));

    private ServiceForm() {}
}
