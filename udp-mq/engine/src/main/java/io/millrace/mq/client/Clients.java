package io.millrace.mq.client;

import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import java.time.Duration;

/** Opens clients for parts whose {@code open} can not be interrupted by declaration. */
final class Clients {

    private Clients() {}

    /** A client that has been answered. */
    static QueueClient open(HostPort server, QueueClientSettings settings, Ticker ticker) {
        QueueClient client = QueueClient.open(server, settings, ticker);
        try {
            client.hello();
            return client;
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while opening " + server, e);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Whether someone there speaks the extended protocol. */
    static boolean extended(HostPort server, Ticker ticker) {
        QueueClientSettings brief = QueueClientSettings.DEFAULT.withAttempts(Duration.ofMillis(40), 3);
        try {
            open(server, brief, ticker).close();
            return true;
        } catch (TransientException e) {
            return false;
        }
    }
}
