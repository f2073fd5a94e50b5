package io.millrace.connect.convert;

import io.millrace.core.failure.PoisonException;
import io.millrace.ksql.format.FormatException;
import io.millrace.ksql.format.LocalSchemas;
import io.millrace.ksql.format.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Avro in the framing of schema registries: a zero byte, the schema's number in four bytes, the value. Single values
 * have Avro's primitive schemas, {@code "bytes"} for a payload, as the engine of {@code ksql-demo/ksql} expects where
 * single values are not wrapped.
 */
final class AvroConverter implements Converter {

    private static final byte MAGIC = 0;
    private static final int HEADER = 1 + Integer.BYTES;

    private final SchemaRegistry registry;
    private final Map<Integer, GenericDatumReader<Object>> readers = new ConcurrentHashMap<>();
    private final Map<Schema.Type, Schema> primitives = new ConcurrentHashMap<>();

    AvroConverter(SchemaRegistry registry) {
        this.registry = registry;
        if (registry instanceof LocalSchemas) {
            for (Schema.Type type : new Schema.Type[] {Schema.Type.BYTES, Schema.Type.STRING}) {
                registry.id("", primitive(type));
            }
        }
    }

    private Schema primitive(Schema.Type type) {
        return primitives.computeIfAbsent(type, Schema::create);
    }

    @Override
    public byte @Nullable [] write(String subject, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        Schema schema = schema(value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            bytes.writeBytes(ByteBuffer.allocate(HEADER)
                    .put(MAGIC)
                    .putInt(registry.id(subject, schema))
                    .array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(value instanceof byte[] raw ? ByteBuffer.wrap(raw) : value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException | AvroRuntimeException | FormatException e) {
            throw new PoisonException("it cannot be written as Avro: " + e.getMessage(), e);
        }
    }

    private Schema schema(Object value) {
        return primitive(
                switch (value) {
                    case byte[] _ -> Schema.Type.BYTES;
                    case String _ -> Schema.Type.STRING;
                    case Boolean _ -> Schema.Type.BOOLEAN;
                    case Integer _ -> Schema.Type.INT;
                    case Long _ -> Schema.Type.LONG;
                    case Float _ -> Schema.Type.FLOAT;
                    case Double _ -> Schema.Type.DOUBLE;
                    default ->
                        throw new PoisonException("AvroConverter writes single values, not a "
                                + value.getClass().getSimpleName());
                });
    }

    @Override
    public @Nullable Object read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER || bytes[0] != MAGIC) {
            throw new PoisonException("it is not Avro behind a zero byte and a schema's number: "
                    + (bytes.length < HEADER ? bytes.length + " bytes" : "its first byte is " + bytes[0]));
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        try {
            GenericDatumReader<Object> reader = readers.get(id);
            if (reader == null) {
                reader = new GenericDatumReader<>(registry.schema(id));
                readers.put(id, reader);
            }
            return AvroPlain.of(
                    reader.read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null)));
        } catch (IOException | AvroRuntimeException | FormatException | IllegalArgumentException e) {
            throw new PoisonException("it cannot be read as Avro of schema " + id + ": " + e.getMessage(), e);
        }
    }
}
