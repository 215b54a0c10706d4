package dev.parallax.definition;

import dev.parallax.model.User;
import java.util.List;

/** How the user of a component is written. */
final class UserForm {
    private static final Field<String> NAME = Field.required(
            "name",
            Scalars.text(),
            "stand-in",
            "The account's name, by which a host knows it; made there where it does not exist.");
    private static final Field<Integer> UID = Field.required(
            "uid",
            Scalars.integer(0, Integer.MAX_VALUE),
            1,
            "Its number, by which Kubernetes knows it: the same in the image and on every host. 0 is root's.");
    private static final Field<Integer> GID = Field.optional(
            "gid",
            Scalars.integer(0, Integer.MAX_VALUE),
            "The number of its own group; the same as `uid` where absent.");

    static final ObjectForm<User> FORM = ObjectForm.of(
            "User",
            "Whom a process runs as, by name and by number: Kubernetes knows users by number only, hosts by name. Any other user than"
                    + " root has no capabilities, in a pod and on a host.",
            List.of(NAME, UID, GID),
            fields -> User.builder()
                    .name(fields.get(NAME))
                    .uid(fields.get(UID))
                    .gid(fields.find(GID).orElse(fields.get(UID)))
                    .build());

    private UserForm() {}
}
