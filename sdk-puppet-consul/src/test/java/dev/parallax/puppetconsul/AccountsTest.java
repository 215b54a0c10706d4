package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.Role;
import dev.parallax.model.User;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static Application application(String name, String user, int uid) {
        return Application.builder()
                .name(name)
                .version("1")
                .putRoles(
                        "web",
                        Role.builder()
                                .putComponents(
                                        "app",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("web:1")
                                                        .build())
                                                .addCommand("web")
                                                .user(User.builder()
                                                        .name(user)
                                                        .uid(uid)
                                                        .build())
                                                .build())
                                .build())
                .build();
    }

    /** A fleet that has an application {@code shop} that runs as {@code www}, 801. */
    private static Collection<AppRecord> fleet() {
        Desired desired =
                new Desired(1, "1", Desired.Intent.PRESENT, true, Instant.EPOCH, Optional.empty(), Optional.empty());
        return new WorldReader(Seal.NONE)
                .read(
                        Instant.EPOCH,
                        new Snapshot(
                                List.of(
                                        entry(
                                                Keys.revision("shop", 1),
                                                ModelJson.write(application("shop", "www", 801))),
                                        entry(Keys.desired("shop"), StateJson.write(desired))),
                                1,
                                List.of(),
                                List.of()))
                .apps()
                .values();
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(key, value, 1, Optional.empty());
    }

    @Test
    void refusesAnotherNumberForANameAndAnotherNameForANumber() {
        assertThatThrownBy(() -> Accounts.check(application("forum", "www", 802), fleet()))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("www (uid 802, gid 802)", "application forum", "shop", "(uid 801, gid 801)");
        assertThatThrownBy(() -> Accounts.check(application("forum", "web", 801), fleet()))
                .isInstanceOf(BackendException.class);
    }

    @Test
    void acceptsTheSameAccountOthersAndWhatTheApplicationItselfHadBefore() {
        assertThatCode(() -> {
                    Accounts.check(application("forum", "www", 801), fleet());
                    Accounts.check(application("forum", "web", 802), fleet());
                    Accounts.check(application("shop", "www", 802), fleet());
                })
                .doesNotThrowAnyException();
    }
}
