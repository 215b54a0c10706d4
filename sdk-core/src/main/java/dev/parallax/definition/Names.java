package dev.parallax.definition;

import java.util.regex.Pattern;

/** The forms of names, such that every orchestrator accepts them. */
final class Names {
    static final Names LABEL = new Names(
            "[a-z]([-a-z0-9]{0,38}[a-z0-9])?",
            "write lower-case letters, digits and '-', at most 40, starting with a letter and ending with a letter or digit");
    static final Names PORT = new Names(
            "(?!.*--)[a-z]([-a-z0-9]{0,13}[a-z0-9])?",
            "write lower-case letters, digits and single '-', at most 15, starting with a letter and ending with a letter or digit");
    static final Names VERSION = new Names(
            "[A-Za-z0-9]([-A-Za-z0-9_.]{0,38}[A-Za-z0-9])?",
            "write letters, digits, '.', '-' and '_', at most 40, starting and ending with a letter or digit");
    static final Names VARIABLE =
            new Names("[A-Za-z_][A-Za-z0-9_]{0,254}", "write letters, digits and '_', not starting with a digit");
    static final Names CAPTURED = new Names(
            "[A-Za-z_][-A-Za-z0-9_]{0,62}", "write letters, digits, '-' and '_', starting with a letter or '_'");
    static final Names USER = new Names(
            "[a-z_][-a-z0-9_]{0,31}",
            "write lower-case letters, digits, '-' and '_', at most 32, starting with a letter or '_'");
    static final Names HOST_LABEL = new Names(
            "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
            "write letters, digits, '.', '-' and '_', at most 63, starting and ending with a letter or digit, after a domain and '/' if it has one");
    static final Names HOST_LABEL_VALUE = new Names(
            "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
            "write letters, digits, '.', '-' and '_', at most 63, starting and ending with a letter or digit");
    static final Names HEADER = new Names("[!#$%&'*+.^_`|~A-Za-z0-9-]{1,100}", "write a header's name");
    /** Of a check: kubelets send no others. */
    static final Names CHECK_HEADER = new Names("[A-Za-z0-9-]{1,100}", "write letters, digits and '-', at most 100");
    /** Permissions alone: no orchestrator sets more of a file. */
    static final Names MODE =
            new Names("0?[0-7]{3}", "write three octal digits, with a 0 before them or none, such as \"0640\"");

    static final Names PACKAGE = new Names(
            "[a-z0-9][a-z0-9+.-]{1,99}(=[A-Za-z0-9.+~:-]{1,99})?", "write a Debian package, such as memcached");
    static final Names UNIT =
            new Names("[A-Za-z0-9:_.@-]{1,100}\\.(service|socket|timer)", "write a unit, such as memcached.service");
    /** {@code [host[:port]/]path[:tag][@digest]}, as registries have it. */
    static final Names IMAGE = new Names(
            "(?=.{1,255}$)"
                    + "(([A-Za-z0-9][-A-Za-z0-9.]*|\\[[0-9A-Fa-f:]+])(:[0-9]{1,5})?/)?"
                    + "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
                    + "(:[A-Za-z0-9_][-A-Za-z0-9_.]{0,127})?"
                    + "(@[a-z0-9]+:[0-9a-f]{32,128})?",
            "write an image in lower case, such as parallax/web:1");

    private final Pattern form;
    private final String hint;

    private Names(String form, String hint) {
        this.form = Pattern.compile(form);
        this.hint = hint;
    }

    void check(String name, DocumentPath path, Findings findings) {
        if (!isRight(name)) {
            findings.add(path, name.isEmpty() ? "is empty" : "'" + shortened(name) + "' has not the right form", hint);
        }
    }

    boolean isRight(String name) {
        return form.matcher(name).matches();
    }

    /** What to write instead of what is not right. */
    String hint() {
        return hint;
    }

    static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
