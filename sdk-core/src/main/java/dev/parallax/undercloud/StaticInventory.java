package dev.parallax.undercloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spare machines that are written down in a file. Which of them is given under which name is kept beside it, in {@code FILE.granted.json}; a lock on {@code
 * FILE.lock} lets one caller at a time, of this machine and of others that share the folder, see and change it.
 */
public final class StaticInventory implements HostProvider {
    /** The name by which it is chosen. */
    public static final String NAME = "inventory";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The system's locks belong to the process, so its threads are kept apart here. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path file;

    /** @param file YAML: {@code hosts}, each with {@code name}, {@code address}, and if wanted {@code labels}, {@code cpu} and {@code memory} */
    public StaticInventory(Path file) {
        this.file = file.toAbsolutePath().normalize();
        InventoryFile.read(this.file);
    }

    @Override
    public List<GrantedHost> granted() {
        try {
            return alone(this::given);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UndercloudException("interrupted while another process was at work on " + file, e);
        }
    }

    private List<GrantedHost> given() {
        Map<String, GrantedHost> byName = new TreeMap<>();
        grants().forEach((machine, granted) -> byName.put(granted.name(), granted));
        return List.copyOf(byName.values());
    }

    @Override
    public GrantedHost request(HostRequest request) throws InterruptedException {
        return alone(() -> {
            Map<String, GrantedHost> grants = grants();
            Optional<GrantedHost> before = of(request.name(), grants);
            if (before.isPresent()) {
                return before.get();
            }
            List<String> reasons = new ArrayList<>();
            for (Machine machine : InventoryFile.read(file)) {
                GrantedHost taken = grants.get(machine.name());
                Optional<String> misfit = taken == null
                        ? machine.misfit(request)
                        : Optional.of("is given under the name " + taken.name());
                if (misfit.isEmpty()) {
                    GrantedHost granted =
                            new GrantedHost(request.name(), machine.name(), machine.address(), machine.labels(), false);
                    grants.put(machine.name(), granted);
                    write(grants);
                    return granted;
                }
                reasons.add(machine.name() + " " + misfit.get());
            }
            throw new UndercloudException("no machine of " + file + " does for " + request.name() + ": "
                    + (reasons.isEmpty() ? "it has none" : String.join("; ", reasons)));
        });
    }

    @Override
    public boolean giveBack(String name) throws InterruptedException {
        return alone(() -> {
            Map<String, GrantedHost> grants = grants();
            boolean there = grants.values().removeIf(granted -> granted.name().equals(name));
            if (there) {
                write(grants);
            }
            return there;
        });
    }

    private static Optional<GrantedHost> of(String name, Map<String, GrantedHost> grants) {
        return grants.values().stream()
                .filter(granted -> granted.name().equals(name))
                .findFirst();
    }

    /** By machine. */
    private Map<String, GrantedHost> grants() {
        Path state = beside(".granted.json");
        if (!Files.exists(state)) {
            return new TreeMap<>();
        }
        try {
            return JSON.readValue(Files.readString(state), new TypeReference<TreeMap<String, GrantedHost>>() {});
        } catch (JsonProcessingException e) {
            throw new UndercloudException(
                    state + " is not what was written there: " + e.getOriginalMessage()
                            + "; put it right, or remove it when no machine is given",
                    e);
        } catch (IOException e) {
            throw new UndercloudException(state + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(Map<String, GrantedHost> grants) {
        Path state = beside(".granted.json");
        try {
            Path whole =
                    Files.createTempFile(state.getParent(), state.getFileName().toString(), ".new");
            Files.writeString(whole, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(grants) + "\n");
            Files.move(whole, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UndercloudException(state + " cannot be written: " + e.getMessage(), e);
        }
    }

    private interface Work<T> {
        T run();
    }

    private <T> T alone(Work<T> work) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        if (!THREADS.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw busy();
        }
        try (FileChannel channel =
                FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            while (lock == null) {
                if (System.nanoTime() - end > 0) {
                    throw busy();
                }
                TimeUnit.MILLISECONDS.sleep(20);
                lock = channel.tryLock();
            }
            return work.run();
        } catch (IOException e) {
            throw new UndercloudException(beside(".lock") + " cannot be locked: " + e.getMessage(), e);
        } finally {
            THREADS.unlock();
        }
    }

    private UndercloudException busy() {
        return new UndercloudException(
                "another process has been at work on " + file + " for " + PATIENCE.toSeconds() + " s; try again");
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    @Override
    public void close() {}
}
