package dev.parallax.lab.kubernetes;

import static java.util.stream.Collectors.toMap;

import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.HostFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Brings a host's files to what they should be, and its services to their files. */
final class HostSetup {
    private static final String RECORD = "/etc/kubernetes/.written";
    private static final Duration RESTART = Duration.ofSeconds(90);

    private HostSetup() {}

    /** Writes on a host that does not run yet. */
    static void prepare(ContainerHost host, List<HostFile> files) {
        List<HostFile> all = new ArrayList<>(files);
        all.add(HostFile.text(RECORD, record(files)));
        host.write(all);
    }

    /** Writes on a host that runs, restarts the services whose files have changed, and starts those that were stopped. */
    static void adjust(ContainerHost host, List<HostFile> files, List<String> services) {
        String wanted = record(files);
        String found = host.exec(Duration.ofSeconds(20), "cat", RECORD).stdout();
        Set<String> changed = changed(found, wanted);
        if (changed.isEmpty()) {
            host.sh(RESTART, "systemctl start " + String.join(" ", services));
            return;
        }
        prepare(host, files);
        List<String> restart = services.stream()
                .filter(service -> concerned(service, changed, services))
                .toList();
        // A service that fails at first, as what it takes over still ends, is started again; only the second word
        // counts.
        host.sh(
                RESTART,
                "systemctl daemon-reload; systemctl restart lab-host " + String.join(" ", restart)
                        + " || true; systemctl start " + String.join(" ", services));
    }

    /** A service is concerned by its unit and its own configuration, and by every file that belongs to no service. */
    static boolean concerned(String service, Set<String> changed, List<String> services) {
        return changed.stream().anyMatch(path -> {
            String file = path.substring(path.lastIndexOf('/') + 1);
            String owner = file.contains(".") ? file.substring(0, file.indexOf('.')) : file;
            return owner.equals(service)
                    || ("kube-" + owner).equals(service)
                    || (!services.contains(owner) && !services.contains("kube-" + owner) && !owner.equals("lab-host"));
        });
    }

    static String record(List<HostFile> files) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(files.stream().collect(toMap(HostFile::path, file -> file)))
                .forEach((path, file) ->
                        lines.append(file.digest()).append(' ').append(path).append('\n'));
        return lines.toString();
    }

    static Set<String> changed(String before, String after) {
        Map<String, String> old = parse(before);
        Set<String> changed = new TreeSet<>();
        parse(after).forEach((path, digest) -> {
            if (!digest.equals(old.get(path))) {
                changed.add(path);
            }
        });
        return changed;
    }

    private static Map<String, String> parse(String record) {
        return record.lines()
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .collect(toMap(parts -> parts[1], parts -> parts[0]));
    }
}
