package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.model.Application;
import dev.parallax.model.User;
import dev.parallax.puppetconsul.world.AppRecord;
import java.util.Collection;
import java.util.List;

/** Keeps accounts the same on a fleet: applications that share a host share its accounts, where a name has one number. */
final class Accounts {
    private Accounts() {}

    /** A user that another application of the fleet has with other numbers, or under another name, is a {@link BackendException}. */
    static void check(Application application, Collection<AppRecord> fleet) {
        List<User> wanted = users(application);
        for (AppRecord other : fleet) {
            if (other.name().equals(application.name())
                    || other.desired().value().isDeleting()) {
                continue;
            }
            for (User there : users(other.wanted())) {
                wanted.stream().filter(user -> clash(user, there)).findFirst().ifPresent(user -> {
                    throw new BackendException("user " + text(user) + " of application " + application.name()
                            + ": application " + other.name() + " on this fleet runs as " + text(there)
                            + ", and an account has one name and one number; write the same in both");
                });
            }
        }
    }

    private static boolean clash(User user, User there) {
        return !user.equals(there) && (user.name().equals(there.name()) || user.uid() == there.uid());
    }

    private static List<User> users(Application application) {
        return application.roles().values().stream()
                .flatMap(role -> role.components().values().stream())
                .flatMap(component -> component.user().stream())
                .distinct()
                .toList();
    }

    private static String text(User user) {
        return user.name() + " (uid " + user.uid() + ", gid " + user.gid() + ")";
    }
}
