package io.millrace.connector.mqtt;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.DropListener;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSource;
import io.millrace.core.time.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT topics. A record has the topic as key, the time of arrival, and the headers {@code mqtt.message.id},
 * {@code mqtt.qos}, {@code mqtt.retained} and {@code mqtt.duplicate}. It never ends.
 *
 * <p><b>Delivery:</b> a message of quality 1 is confirmed to the broker when its batch is committed. In a session that
 * is kept, the broker gives again what was not confirmed, also to the next process of this client id; in one that is
 * not, and with quality 0, what was received is given again by this object only.
 *
 * <p><b>Bound:</b> between the network and the pipeline lies the {@link #queue}, of fixed capacity. With {@code BLOCK}
 * the connection is not read while it is full, and the broker keeps what comes as far as it does that; the other
 * policies drop here, which is counted.
 *
 * <p><b>Failure:</b> a value that cannot be decoded is poison; its message names the topic.
 */
public final class MqttSource<T> implements Source<T> {

    private static final Logger log = LoggerFactory.getLogger(MqttSource.class);

    private final MqttSourceSettings settings;
    private final Ticker ticker;
    private final Function<byte[], ? extends T> values;
    private final QueueSource<MqttArrival> queue;
    private final MqttConfirmations confirmations = new MqttConfirmations();
    // received but not given: the rest of a batch behind a message that cannot be decoded
    private final ArrayDeque<Record<MqttArrival>> pending = new ArrayDeque<>();
    private Poll.@Nullable Batch<MqttArrival> polled;
    private volatile @Nullable MqttLink link;
    private volatile boolean closed;
    private final AtomicLong lostSessions = new AtomicLong();
    // of the event loop; there is one at a time
    private long sequence;
    private long lastPolled;
    private boolean hadSession;

    /**
     * Reads values by a function.
     *
     * @param drops hears of what the overflow policy drops
     * @param values makes a value of a payload; an {@code IllegalArgumentException} says why it cannot
     */
    public MqttSource(
            MqttSourceSettings settings, Ticker ticker, DropListener drops, Function<byte[], ? extends T> values) {
        this.settings = requireNonNull(settings, "settings is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.values = requireNonNull(values, "values is null");
        this.queue = new QueueSource<>(settings.queue(), drops);
    }

    /** Reads payloads as they are. */
    public static MqttSource<byte[]> bytes(MqttSourceSettings settings, Ticker ticker) {
        return new MqttSource<>(settings, ticker, DropListener.NONE, Function.identity());
    }

    /** Reads payloads that are UTF-8 text. */
    public static MqttSource<String> text(MqttSourceSettings settings, Ticker ticker) {
        return new MqttSource<>(settings, ticker, DropListener.NONE, MqttSource::utf8);
    }

    private static String utf8(byte[] payload) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8", e);
        }
    }

    /** The bound between network and pipeline, for meters. */
    public QueueSource<?> queue() {
        return queue;
    }

    /**
     * How often the broker had forgotten a session that it should have kept: each time, what was published in between
     * is missing.
     */
    public long lostSessions() {
        return lostSessions.get();
    }

    @Override
    public void open() {
        disconnect();
        if (closed) {
            return;
        }
        if (settings.queue().overflow() == Overflow.DISCONNECT && queue.depth() == 0) {
            // the full queue was emptied: what was in it is welcome again
            confirmations.forgetAfter(lastPolled);
        }
        MqttLink opened = connect();
        if (opened == null) {
            // Moquette hangs up when the subscription is faster than its own look at the connect
            opened = connect();
        }
        if (opened == null) {
            throw MqttFailures.lost(settings.connection(), "the broker closed it before it answered the subscription");
        }
        hadSession = true;
        link = opened;
        if (closed) {
            disconnect();
        }
    }

    /** Null when the broker took the connect and then hung up. */
    private @Nullable MqttLink connect() {
        queue.open();
        pending.clear();
        polled = null;
        Reader reader = new Reader();
        MqttLink opened = MqttLink.connect(
                settings.connection(),
                new MqttTerms(settings.cleanSession(), settings.sessionExpiry().toSeconds(), settings.maxUnconfirmed()),
                reader);
        try {
            if (!opened.sessionPresent()) {
                forgotten();
            }
            reader.start(opened);
            opened.subscribe(settings.filters(), settings.quality());
            return opened;
        } catch (StreamException e) {
            boolean hungUp = e instanceof TransientException && !opened.alive();
            opened.close();
            if (hungUp && !Thread.currentThread().isInterrupted()) {
                return null;
            }
            throw e;
        }
    }

    /** The session is new: old packet ids mean nothing, and nobody will give again what was missed. */
    private void forgotten() {
        confirmations.forget();
        if (hadSession && !settings.cleanSession()) {
            lostSessions.incrementAndGet();
            log.warn(
                    "MQTT broker {} has forgotten the session of client '{}', messages may be missing",
                    settings.connection().address(),
                    settings.connection().clientId());
        }
    }

    private void disconnect() {
        MqttLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public Poll<T> poll(Duration timeout) throws InterruptedException {
        if (pending.isEmpty()) {
            switch (queue.poll(timeout)) {
                case Poll.End<MqttArrival> _ -> {
                    return new Poll.End<>();
                }
                case Poll.Idle<MqttArrival> _ -> {
                    resume();
                    return new Poll.Idle<>();
                }
                case Poll.Batch<MqttArrival> batch -> {
                    resume();
                    polled = batch;
                    pending.addAll(batch.records());
                    lastPolled = Math.max(lastPolled, pending.getLast().value().sequence());
                }
            }
        }
        return batch(requireNonNull(polled));
    }

    private void resume() {
        MqttLink open = link;
        if (open != null) {
            open.resume();
        }
    }

    /** The records up to the next one that cannot be decoded; that one alone is thrown. */
    private Poll<T> batch(Poll.Batch<MqttArrival> from) {
        List<Record<T>> records = new ArrayList<>(pending.size());
        long last = 0;
        for (Record<MqttArrival> next = pending.peek(); next != null; next = pending.peek()) {
            MqttArrival arrival = next.value();
            try {
                records.add(
                        new Record<>(next.key(), values.apply(arrival.payload()), next.timestamp(), arrival.headers()));
            } catch (IllegalArgumentException e) {
                if (!records.isEmpty()) {
                    break;
                }
                pending.remove();
                if (pending.isEmpty()) {
                    // nothing behind it would confirm it
                    commit(from, arrival.sequence(), true);
                }
                throw new PoisonException("message of topic '" + next.key() + "' cannot be read: " + e.getMessage(), e);
            }
            pending.remove();
            last = arrival.sequence();
        }
        long upTo = last;
        boolean whole = pending.isEmpty();
        return new Poll.Batch<>(records, () -> commit(from, upTo, whole));
    }

    private void commit(Poll.Batch<MqttArrival> batch, long upTo, boolean whole) {
        if (whole) {
            batch.ack().commit();
        }
        if (confirmations.size() == 0) {
            return;
        }
        MqttLink open = link;
        if (open == null || !open.alive()) {
            confirmations.storedOffline(upTo);
            return;
        }
        ByteBuf packets = open.buffer(4 * confirmations.size());
        confirmations.confirm(upTo, packets);
        open.send(packets);
    }

    @Override
    public void close() {
        closed = true;
        queue.close();
        disconnect();
    }

    /** What one connection brings. */
    private final class Reader implements MqttReceiver {

        private volatile @Nullable MqttLink connection;

        /** From here messages are taken; what came before waits. */
        void start(MqttLink on) {
            connection = on;
            on.start();
        }

        @Override
        public boolean received(MqttPublishMessage message) {
            MqttLink on = connection;
            if (on == null) {
                // whether the session was kept is not known yet
                return false;
            }
            int quality = message.fixedHeader().qosLevel().value();
            int packetId = message.variableHeader().packetId();
            boolean duplicate = message.fixedHeader().isDup();
            if (quality > 0) {
                switch (confirmations.look(packetId, duplicate)) {
                    case TAKE -> {}
                    case HELD -> {
                        return true;
                    }
                    case STORED -> {
                        ByteBuf packet = on.buffer(4);
                        MqttPackets.confirm(packet, packetId);
                        confirmations.caughtUp(packetId);
                        on.send(packet);
                        return true;
                    }
                }
            }
            return take(message, quality, packetId, duplicate);
        }

        private boolean take(MqttPublishMessage message, int quality, int packetId, boolean duplicate) {
            long number = sequence + 1;
            MqttArrival arrival = new MqttArrival(
                    ByteBufUtil.getBytes(message.payload()),
                    number,
                    packetId,
                    quality,
                    message.fixedHeader().isRetain(),
                    duplicate);
            if (quality > 0) {
                // before the queue has it: its commit may come at once
                confirmations.taken(number, packetId);
            }
            String topic = message.variableHeader().topicName();
            boolean in = queue.offer(new Record<>(topic, arrival, ticker.now(), Map.of()));
            if (!in && settings.queue().overflow() == Overflow.BLOCK && !closed) {
                confirmations.forgetAfter(sequence);
                return false;
            }
            sequence = number;
            return true;
        }

        @Override
        public void lost(StreamException cause) {
            queue.fail(cause);
        }
    }
}
