package dev.parallax.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;

/** The process: its streams, its logging, its end. What it does is {@link ParallaxCommand}'s. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logging.configure(List.of(arguments));
        Invocation invocation = new Invocation(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Terminal.detect(System.getProperties(), System.getenv()),
                System.getenv(),
                Path.of(System.getProperty("parallax.home", "")));
        Interruption interruption = Interruption.ofThisThread(invocation);
        int status = ParallaxCommand.run(invocation, arguments);
        if (interruption.finish()) {
            System.exit(status);
        }
    }
}
