package dev.parallax.cli;

import dev.parallax.ParallaxVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description =
                "Print the version of Parallax, the commit it was built from, and the version of the Java it runs on.",
        footerHeading = "%nExamples:%n",
        footer = {"  parallax version", "  parallax version -o json | jq -r .parallax"})
final class VersionCommand extends Action {
    @Mixin
    OutputOptions output = new OutputOptions();

    VersionCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        if (output.json()) {
            Map<String, String> versions = new LinkedHashMap<>();
            versions.put("parallax", ParallaxVersion.ofThisProgram().number());
            versions.put("commit", ParallaxVersion.ofThisProgram().commitText());
            versions.put("java", Runtime.version().toString());
            OutputOptions.write(invocation, versions);
        } else {
            invocation.out().println(text());
        }
        return ExitStatus.DONE;
    }

    private static String text() {
        return "parallax " + ParallaxVersion.ofThisProgram() + ", on Java " + Runtime.version();
    }

    /** For {@code parallax --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }
    }
}
