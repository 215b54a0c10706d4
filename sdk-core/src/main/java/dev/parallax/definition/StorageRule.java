package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Component;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Storage has a place of its own. */
final class StorageRule implements Rule {
    private static final Pattern SYSTEM = Pattern.compile(
            "/(bin|boot|dev|etc|home|lib|lib32|lib64|libx32|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|var/lib|var/log|var/run)"
                    + "|/(dev|proc|sys)/.*|/usr/(bin|lib|sbin|share)");

    @Override
    public void check(Application application, Findings findings) {
        application.roles().forEach((name, role) -> {
            Map<String, String> owners = new HashMap<>();
            role.storage().forEach((storage, value) -> {
                DocumentPath path = DocumentPath.ROOT.child("roles", name, "storage", storage, "path");
                Paths.check(value.path(), path, findings);
                findings.addUnless(
                        !SYSTEM.matcher(value.path()).matches(),
                        path,
                        "is a folder of the system, which storage would hide",
                        "choose a folder of the application's own, such as /var/lib/" + application.name());
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
