package io.millrace.connect.plugin;

import io.millrace.connect.convert.Converter;
import io.millrace.connector.redis.RedisEntry;
import io.millrace.connector.redis.RedisPartition;
import io.millrace.core.Operator;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Makes keys and values for Redis of records of Kafka. */
final class RedisEntries implements Operator<ConsumerRecord<byte[], byte[]>, RedisEntry> {

    private final Converter keys;
    private final Converter values;
    private final Charset charset;

    RedisEntries(Converter keys, Converter values, Charset charset) {
        this.keys = keys;
        this.values = values;
        this.charset = charset;
    }

    @Override
    public void process(Record<ConsumerRecord<byte[], byte[]>> in, Consumer<Record<RedisEntry>> out) {
        ConsumerRecord<byte[], byte[]> row = in.value();
        byte[] key = bytes("key", row, keys, row.key());
        if (key == null || key.length == 0) {
            throw new PoisonException(
                    place(row) + " has " + (key == null ? "no key" : "an empty key") + ", and Redis needs one");
        }
        out.accept(in.withValue(new RedisEntry(
                key,
                bytes("value", row, values, row.value()),
                new RedisPartition(row.topic(), row.partition()),
                row.offset())));
    }

    private byte @Nullable [] bytes(
            String what, ConsumerRecord<byte[], byte[]> row, Converter converter, byte @Nullable [] raw) {
        Object value;
        try {
            value = converter.read(raw);
        } catch (PoisonException e) {
            throw new PoisonException("the " + what + " of " + place(row) + " cannot be read: " + e.reason(), e);
        }
        return switch (value) {
            case null -> null;
            case byte[] bytes -> bytes;
            case String text -> text.getBytes(charset);
            default ->
                throw new PoisonException("the " + what + " of " + place(row) + " must be text or bytes, was a "
                        + value.getClass().getSimpleName()
                        + "; StringConverter or ByteArrayConverter take it as it is in the topic");
        };
    }

    private static String place(ConsumerRecord<?, ?> row) {
        return row.topic() + " partition " + row.partition() + " offset " + row.offset();
    }
}
