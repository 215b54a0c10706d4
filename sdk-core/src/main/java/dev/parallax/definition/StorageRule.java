package dev.parallax.definition;

import dev.parallax.model.Application;
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
                String owner = owners.putIfAbsent(value.path(), storage);
                findings.addUnless(owner == null, path, "is already that of '" + owner + "'", "choose another path");
            });
        });
    }
}
