package io.millrace.connector.mqtt;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * MQTT topics, written in the order of the records. With quality 1 {@code write} returns when the broker has confirmed
 * the whole batch; with quality 0 when it was handed to the network, which may still lose it.
 *
 * <p><b>Delivery:</b> at least once with quality 1. There is no key by which it could be idempotent: a batch that is
 * written again after a failure may come to subscribers twice, in part or as a whole.
 *
 * <p><b>Failure:</b> a record whose topic cannot be published to, or whose value cannot be encoded or is too large, is
 * poison, and nothing of its batch is sent.
 */
public final class MqttSink<T> implements Sink<T> {

    /** Messages of quality 0 that wait in memory for the network. */
    private static final int UNSENT = 1_000;

    private final MqttSinkSettings settings;
    private final Function<? super T, byte[]> values;
    private @Nullable MqttLink link;

    /**
     * Writes payloads made by a function.
     *
     * @param values an {@code IllegalArgumentException} says why it cannot; the array is not changed afterwards
     */
    public MqttSink(MqttSinkSettings settings, Function<? super T, byte[]> values) {
        this.settings = requireNonNull(settings, "settings is null");
        this.values = requireNonNull(values, "values is null");
    }

    /** Writes payloads as they are. */
    public static MqttSink<byte[]> bytes(MqttSinkSettings settings) {
        return new MqttSink<>(settings, bytes -> bytes);
    }

    /** Writes values as UTF-8 text. */
    public static MqttSink<String> text(MqttSinkSettings settings) {
        return new MqttSink<>(settings, text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void open() {
        close();
        // a loss shows at the next write
        link = MqttLink.connect(settings.connection(), MqttTerms.PUBLISHER, MqttReceiver.none());
    }

    @Override
    public void write(List<Record<T>> batch) throws InterruptedException {
        MqttLink open = link;
        if (open == null) {
            throw new TransientException(
                    "the sink of MQTT broker " + settings.connection().address() + " is not open");
        }
        List<MqttBurst.Message> messages = new ArrayList<>(batch.size());
        for (Record<T> record : batch) {
            messages.add(encode(record));
        }
        int size = settings.quality() == MqttQuality.AT_MOST_ONCE ? UNSENT : Math.min(settings.window(), open.window());
        for (int from = 0; from < messages.size(); from += size) {
            List<MqttBurst.Message> next = messages.subList(from, Math.min(messages.size(), from + size));
            await(open.publish(MqttBurst.of(List.copyOf(next), settings.quality(), settings.retained())));
        }
    }

    private void await(Future<?> done) throws InterruptedException {
        long millis = settings.connection().timeout().toMillis();
        try {
            done.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TransientException(
                    "MQTT broker " + settings.connection().address() + " has not taken a batch within " + millis
                            + " ms",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StreamException known
                    ? known
                    : new TransientException("cannot write to MQTT broker: " + e.getCause(), e);
        }
    }

    private MqttBurst.Message encode(Record<T> record) {
        String topic = settings.topic() == null ? record.key() : settings.topic();
        String problem = topic == null ? "is missing: the record has no key" : MqttTopics.problem(topic);
        if (topic == null || problem != null) {
            throw new PoisonException("a record cannot be published: the topic " + problem);
        }
        byte[] payload = payload(record.value(), topic);
        if (payload.length > settings.connection().maxMessageBytes()) {
            throw new PoisonException("a record cannot be published to '" + topic + "': " + payload.length
                    + " bytes are more than " + settings.connection().maxMessageBytes());
        }
        return new MqttBurst.Message(topic, payload);
    }

    private byte[] payload(T value, String topic) {
        try {
            return values.apply(value);
        } catch (IllegalArgumentException e) {
            throw new PoisonException("a record cannot be published to '" + topic + "': " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        MqttLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }
}
