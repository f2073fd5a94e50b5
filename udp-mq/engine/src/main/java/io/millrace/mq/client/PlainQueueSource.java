package io.millrace.mq.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue of the reference system by GET, one message at a time.
 *
 * <p><b>Delivery:</b> at most once, as the protocol has it: a GET removes the message, and a lost reply loses it. An
 * empty message can not be told from an empty queue and is never seen. It does not end.
 *
 * <p><b>Failure:</b> {@link TransientException} when no reply comes; {@link PoisonException} for a message that is no
 * UTF-8, which is then gone.
 */
public final class PlainQueueSource implements Source<String> {

    private final HostPort server;
    private final PlainClientSettings settings;
    private final Duration delay;
    private final Ticker ticker;
    private volatile boolean closed;
    private volatile @Nullable PlainClient client;
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * A source.
     *
     * @param delay how long to wait when the queue is empty before asking again
     */
    public PlainQueueSource(HostPort server, PlainClientSettings settings, Duration delay, Ticker ticker) {
        this.server = server;
        this.settings = settings;
        this.delay = delay;
        this.ticker = ticker;
    }

    @Override
    public void open() {
        PlainClient before = client;
        if (before != null) {
            before.close();
        }
        client = PlainClient.open(server, settings);
    }

    @Override
    public Poll<String> poll(Duration timeout) throws InterruptedException {
        long start = ticker.nanos();
        PlainClient open = client;
        while (!closed && open != null) {
            byte[] message = get(open);
            if (message.length > 0) {
                return new Poll.Batch<>(List.of(Record.of(text(message), ticker.now())), Ack.NONE);
            }
            Duration rest = timeout.minusNanos(ticker.nanos() - start);
            if (!closed && !rest.isPositive()) {
                return new Poll.Idle<>();
            }
            boolean _ = over.await(Math.min(rest.toNanos(), delay.toNanos()), TimeUnit.NANOSECONDS);
        }
        return new Poll.End<>();
    }

    private byte[] get(PlainClient open) throws InterruptedException {
        try {
            return open.get();
        } catch (TransientException e) {
            if (closed) {
                return new byte[0];
            }
            throw e;
        }
    }

    private static String text(byte[] message) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
        } catch (CharacterCodingException e) {
            throw new PoisonException("a message of " + message.length + " bytes is not UTF-8", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        over.countDown();
        PlainClient open = client;
        if (open != null) {
            open.close();
        }
    }
}
