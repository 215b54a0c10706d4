package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.User;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A user is one account: a name has one number, and a number one name, for they may meet on one host. */
final class UserRule implements Rule {
    private static final String ROOT = "root";

    @Override
    public void check(Application application, Findings findings) {
        Map<String, User> byName = new HashMap<>();
        Map<Integer, User> byNumber = new HashMap<>();
        application.roles().forEach((role, value) -> value.components()
                .forEach((name, component) -> component.user().ifPresent(user -> {
                    DocumentPath path = DocumentPath.ROOT.child("roles", role, "components", name, "user");
                    Names.USER.check(user.name(), path.child("name"), findings);
                    boolean root = user.name().equals(ROOT);
                    findings.addUnless(
                            root == (user.uid() == 0) || !findings.isCertain(path.child("name")),
                            path.child("uid"),
                            "is " + user.uid() + " for '" + Names.shortened(user.name()) + "'",
                            root ? "write 0, which is root's" : "write another number: 0 is root's");
                    boolean fine = !root || user.gid() == 0;
                    findings.addUnless(
                            fine || !findings.isCertain(path.child("name")),
                            path.child("gid"),
                            "is " + user.gid() + " for 'root'",
                            "write 0, which is root's");
                    fine &= root == (user.uid() == 0);
                    if (fine && Stream.of("name", "uid", "gid").map(path::child).allMatch(findings::isCertain)) {
                        unique(user, byName.putIfAbsent(user.name(), user), path, findings);
                        unique(user, byNumber.putIfAbsent(user.uid(), user), path, findings);
                    }
                })));
    }

    private static void unique(
            User user, @org.jspecify.annotations.Nullable User other, DocumentPath path, Findings findings) {
        findings.addUnless(
                other == null || other.equals(user),
                path,
                "is " + text(user) + ", but another component runs as " + (other == null ? "" : text(other)),
                "give one name one uid and gid");
    }

    private static String text(User user) {
        return Names.shortened(user.name()) + " (uid " + user.uid() + ", gid " + user.gid() + ")";
    }
}
