package io.millrace.connector.proton;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections within the bound, and knows how the last attempt went.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Connections {

    private final ProtonSettings settings;
    private final Semaphore places;
    private volatile @Nullable String problem;

    Connections(ProtonSettings settings) {
        this.settings = settings;
        this.places = new Semaphore(settings.maxConnections());
    }

    ProtonSettings settings() {
        return settings;
    }

    /** Why the server could not be used when it was last tried; null when it could, or was not tried yet. */
    @Nullable
    String problem() {
        return problem;
    }

    /**
     * Takes a place, which {@link #leave} gives back.
     *
     * @throws InvalidRequestException when there is none left
     */
    void enter() {
        if (!places.tryAcquire()) {
            throw new InvalidRequestException(
                    Reason.TOO_MANY,
                    "%d connections to Proton at %s are open, which is the limit; try again later"
                            .formatted(settings.maxConnections(), settings.address()));
        }
    }

    void leave() {
        places.release();
    }

    /**
     * Connects.
     *
     * @throws TransientException when the server cannot be reached
     * @throws StreamException when it refuses
     */
    ProtonConnection open() {
        try {
            ProtonConnection connection = ProtonConnection.open(settings);
            problem = null;
            return connection;
        } catch (IOException e) {
            TransientException unreachable =
                    new TransientException("cannot connect to Proton at " + settings.address() + ": " + reason(e), e);
            problem = unreachable.reason();
            throw unreachable;
        } catch (StreamException e) {
            problem = e.reason();
            throw e;
        }
    }

    /** The failure of a query that has lost its server. */
    TransientException lost(IOException cause) {
        TransientException lost = new TransientException(
                "connection to Proton at " + settings.address() + " lost: " + reason(cause), cause);
        problem = lost.reason();
        return lost;
    }

    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException _ -> "unknown host";
            case SocketTimeoutException _ -> "no answer in time";
            case ConnectException _ -> "connection refused";
            default -> {
                String message = e.getMessage();
                yield message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
            }
        };
    }
}
