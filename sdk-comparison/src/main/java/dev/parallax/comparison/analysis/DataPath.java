package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.scenario.HostStop;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When the balancers that take requests stopped handing the disturbed replica new connections. The one of the host that answers for the
 * public address takes them all; when it stops, or none is known, any of the others may. Instants are of the history's clock.
 *
 * @param left when the last of them did; empty when one did not, or none had led there
 * @param whyNot says of an empty {@code left} why it is
 */
record DataPath(Optional<Left> left, String whyNot) {
    /** No new connection since {@code at}; it may have been so {@code error} earlier. */
    record Left(long at, long error) {}

    /** {@code address}: the replica's before the fault. */
    static DataPath of(Event.FaultInjected fault, List<Event.PathObserved> paths, String address) {
        Optional<Left> last = Optional.empty();
        for (String host : concerned(fault, paths)) {
            List<Event.PathObserved> own =
                    paths.stream().filter(path -> path.host().equals(host)).toList();
            if (own.stream()
                    .filter(path -> path.at() <= fault.at())
                    .reduce((earlier, later) -> later)
                    .filter(path -> leadsTo(path, address))
                    .isEmpty()) {
                continue;
            }
            Optional<Left> left = own.stream()
                    .filter(path -> path.at() > fault.at() && !leadsTo(path, address))
                    .findFirst()
                    .map(path -> new Left(path.at(), path.at() - path.since()));
            if (left.isEmpty()) {
                return new DataPath(left, "the balancer of " + host + " never left it out");
            }
            last = last.filter(known -> known.at() >= left.get().at()).or(() -> left);
        }
        return new DataPath(last, "no balancer was seen to lead to it when the fault came");
    }

    private static SortedSet<String> concerned(Event.FaultInjected fault, List<Event.PathObserved> paths) {
        String stopped = fault.fault().equals(HostStop.NAME) ? fault.host() : null;
        String holder = fault.addressHolder();
        boolean isOneAlone = holder != null && !holder.equals(stopped);
        return paths.stream()
                .map(Event.PathObserved::host)
                .filter(host -> isOneAlone ? host.equals(holder) : !host.equals(stopped))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean leadsTo(Event.PathObserved path, String address) {
        return path.targets().stream().anyMatch(target -> target.startsWith(address + ":"));
    }
}
