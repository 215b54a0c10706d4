package dev.parallax.comparison.probe;

import dev.parallax.comparison.history.ProbeOutcome;
import dev.parallax.model.Probe;
import dev.parallax.model.StatusRange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One probe on its way: connect, write the request, read the answer to its end. Confined to the prober's thread. */
final class Exchange {
    private static final int LARGEST_ANSWER = 64 * 1024;

    final ProbeTarget target;
    final long intended;
    final long sent;
    final long deadline;
    private final SocketChannel channel;
    private final Answer answer = new Answer();
    private @Nullable ByteBuffer request;

    private Exchange(ProbeTarget target, long intended, long sent, SocketChannel channel) {
        this.target = target;
        this.intended = intended;
        this.sent = sent;
        this.deadline = intended + target.timeout().toNanos();
        this.channel = channel;
    }

    /** Opens a connection without waiting for it. */
    static Exchange open(ProbeTarget target, long intended, long sent) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Exchange(target, intended, sent, channel);
    }

    /** Starts to connect; an outcome when that is known at once. */
    @Nullable
    ProbeOutcome start(Selector selector) {
        try {
            boolean connected = channel.connect(target.address());
            channel.register(selector, SelectionKey.OP_CONNECT, this);
            return connected ? connected(channel.keyFor(selector)) : null;
        } catch (IOException e) {
            return outcomeOf(e);
        }
    }

    /** Goes on as far as it can without waiting; the outcome once it is known. */
    @Nullable
    ProbeOutcome proceed(SelectionKey key) {
        try {
            if (key.isConnectable()) {
                return channel.finishConnect() ? connected(key) : null;
            }
            if (key.isWritable()) {
                return write(key);
            }
            return read();
        } catch (IOException e) {
            return outcomeOf(e);
        }
    }

    int status() {
        return answer.status();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The outcome is known; a socket that cannot be closed changes nothing about it.
        }
    }

    private @Nullable ProbeOutcome connected(SelectionKey key) throws IOException {
        if (target.request().isEmpty()) {
            return ProbeOutcome.GOOD;
        }
        request = ByteBuffer.wrap(text(target.request().get()).getBytes(StandardCharsets.US_ASCII));
        return write(key);
    }

    private String text(Probe.Http asked) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(
                "Host",
                target.address().getHostString() + ":" + target.address().getPort());
        headers.put("User-Agent", "parallax-probe");
        headers.put("Accept", "*/*");
        headers.putAll(asked.headers());
        headers.put("Connection", "close");
        StringBuilder text = new StringBuilder("GET " + asked.path() + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString();
    }

    private @Nullable ProbeOutcome write(SelectionKey key) throws IOException {
        ByteBuffer bytes = request;
        if (bytes != null) {
            channel.write(bytes);
            key.interestOps(bytes.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
        return null;
    }

    private @Nullable ProbeOutcome read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        int count = channel.read(buffer);
        if (count > 0) {
            answer.append(buffer.array(), count);
        }
        if (answer.isComplete(count < 0)) {
            StatusRange good = target.request().map(Probe.Http::status).orElse(StatusRange.SUCCESS);
            return good.contains(answer.status()) ? ProbeOutcome.GOOD : ProbeOutcome.BAD_STATUS;
        }
        if (count < 0) {
            return ProbeOutcome.CUT;
        }
        return answer.size() > LARGEST_ANSWER ? ProbeOutcome.BAD_STATUS : null;
    }

    private static ProbeOutcome outcomeOf(IOException problem) {
        if (problem instanceof NoRouteToHostException) {
            return ProbeOutcome.UNREACHABLE;
        }
        String message = String.valueOf(problem.getMessage());
        if (message.contains("unreachable")) {
            return ProbeOutcome.UNREACHABLE;
        }
        if (message.contains("timed out")) {
            return ProbeOutcome.TIMED_OUT;
        }
        return problem instanceof ConnectException ? ProbeOutcome.REFUSED : ProbeOutcome.CUT;
    }
}
