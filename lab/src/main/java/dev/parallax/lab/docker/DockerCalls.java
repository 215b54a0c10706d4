package dev.parallax.lab.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.parallax.lab.LabException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The two clients that every call goes through: one for calls that answer at once, one for builds and commands, which may be silent
 * for long. Neither names an API version, so the engine answers in its newest.
 */
final class DockerCalls implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration QUICK = Duration.ofMinutes(2);
    private static final Duration PATIENT = Duration.ofMinutes(30);

    private final DockerClient quick;
    private final DockerClient patient;
    private final URI address;

    DockerCalls() {
        DockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        address = config.getDockerHost();
        quick = client(config, QUICK);
        patient = client(config, PATIENT);
    }

    private static DockerClient client(DockerClientConfig config, Duration response) {
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(100)
                        .connectionTimeout(CONNECT)
                        .responseTimeout(response)
                        .build());
    }

    URI address() {
        return address;
    }

    DockerClient quick() {
        return quick;
    }

    DockerClient patient() {
        return patient;
    }

    boolean answers() {
        try {
            quick.pingCmd().exec();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Makes the call; a failure becomes an error that says what was tried. */
    static <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (LabException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new LabException("could not " + what + ": " + reason(e), e);
        }
    }

    /** Makes the call; what is already so, or already gone, is fine. */
    static void settle(String what, Runnable call) {
        try {
            call.run();
        } catch (NotModifiedException | NotFoundException e) {
            // It is as asked.
        } catch (LabException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new LabException("could not " + what + ": " + reason(e), e);
        }
    }

    static String reason(Throwable failure) {
        if (failure instanceof DockerException docker && docker.getMessage() != null) {
            return docker.getMessage().strip();
        }
        Throwable cause = failure.getCause();
        return cause == null || failure.getMessage() != null ? String.valueOf(failure.getMessage()) : reason(cause);
    }

    @Override
    public void close() {
        for (DockerClient client : new DockerClient[] {quick, patient}) {
            try {
                client.close();
            } catch (IOException e) {
                throw new LabException("could not close the connection to the container engine", e);
            }
        }
    }
}
