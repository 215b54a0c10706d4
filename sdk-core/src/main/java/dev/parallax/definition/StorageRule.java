package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Component;
import java.util.HashMap;
import java.util.Map;

/** Storage has a place of its own. */
final class StorageRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        application.roles().forEach((name, role) -> {
            Map<String, String> owners = new HashMap<>();
            role.storage().forEach((storage, value) -> {
                DocumentPath path = DocumentPath.ROOT.child("roles", name, "storage", storage, "path");
                Paths.check(value.path(), path, findings);
                HostPaths.refuse(value.path(), "/var/lib/" + application.name(), path, findings);
                String owner = owners.putIfAbsent(value.path(), storage);
                findings.addUnless(owner == null, path, "is already that of '" + owner + "'", "choose another path");
                role.components()
                        .forEach((component, user) -> files(
                                user,
                                DocumentPath.ROOT.child("roles", name, "components", component, "files"),
                                storage,
                                value.path(),
                                path,
                                findings));
            });
        });
    }

    /** Storage is laid over its path in every component: no file can be at that path, above it, or in it, where it would be hidden. */
    private static void files(
            Component component,
            DocumentPath files,
            String storage,
            String path,
            DocumentPath place,
            Findings findings) {
        component.files().keySet().forEach(file -> {
            DocumentPath written = files.child(file);
            if (path.equals(file)) {
                findings.add(place, "is the path of the file " + written, "choose another path");
            } else if (isWithin(path, file)) {
                findings.add(place, "lies below the path of the file " + written, "choose another path");
            } else if (isWithin(file, path)) {
                findings.add(
                        written,
                        "lies in the storage '" + storage + "', which hides it on a host",
                        "move it out of " + Names.shortened(path));
            }
        });
    }

    private static boolean isWithin(String path, String folder) {
        return path.length() > folder.length() && path.charAt(folder.length()) == '/' && path.startsWith(folder);
    }
}
