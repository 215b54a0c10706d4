package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A package has one version within a role: its components share a host, which has one of each package. */
final class PackageRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        application.roles().forEach((name, role) -> role(role, DocumentPath.ROOT.child("roles", name), findings));
    }

    private static void role(Role role, DocumentPath path, Findings findings) {
        Map<String, String> pins = new TreeMap<>();
        Map<String, String> owners = new TreeMap<>();
        role.components().forEach((component, value) -> {
            List<String> packages = value.artifact().packages();
            for (int i = 0; i < packages.size(); i++) {
                String[] entry = packages.get(i).split("=", 2);
                if (entry.length == 2 && Names.PACKAGE.isRight(packages.get(i))) {
                    String owner = owners.putIfAbsent(entry[0], component);
                    String pin = pins.putIfAbsent(entry[0], entry[1]);
                    findings.addUnless(
                            pin == null || pin.equals(entry[1]),
                            path.child("components", component)
                                    .child("artifact", "packages")
                                    .child(i),
                            "is another version of '" + entry[0] + "' than " + pin + ", which component '" + owner
                                    + "' has",
                            "write one version: the components of a role share a host");
                }
            }
        });
    }
}
