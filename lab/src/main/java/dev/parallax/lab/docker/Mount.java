package dev.parallax.lab.docker;

/** Something of the machine that a host sees at one of its paths. */
public sealed interface Mount {
    /** The path inside the host. */
    String target();

    /** A directory or file of the machine, not writable for the host. */
    static Mount readOnly(String source, String target) {
        return new Directory(source, target, true);
    }

    /** A directory of the machine, writable. */
    static Mount writable(String source, String target) {
        return new Directory(source, target, false);
    }

    /**
     * A volume of the host's own, removed with it: a real file system, where the host's root is an overlay. It begins with what the
     * image has at that path.
     */
    static Mount volume(String target) {
        return new Volume(target);
    }

    /** A path of the machine. */
    record Directory(String source, String target, boolean readOnly) implements Mount {}

    /** A volume of the host's own. */
    record Volume(String target) implements Mount {}
}
