package io.millrace.ksql.format;

import io.millrace.ksql.plan.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * AVRO in the framing of schema registries: a zero byte, the schema's number in four bytes, then the value. Written
 * with the schema of the columns, read with whatever schema the number names.
 */
final class AvroCodec implements RowCodec {

    private static final byte MAGIC = 0;
    private static final int HEADER = 1 + Integer.BYTES;

    private final List<Column> columns;
    private final FieldNames fields;
    private final boolean wrapped;
    private final SchemaRegistry registry;
    private final String subject;
    private final Schema schema;
    private final Map<Integer, GenericDatumReader<Object>> readers = new ConcurrentHashMap<>();

    AvroCodec(List<Column> columns, boolean wrapped, String fullName, String subject, SchemaRegistry registry) {
        this.columns = List.copyOf(columns);
        this.fields = FieldNames.of(columns);
        this.wrapped = wrapped;
        this.registry = registry;
        this.subject = subject;
        this.schema = wrapped
                ? AvroSchemas.record(columns, fullName)
                : AvroSchemas.single(columns.getFirst().type());
        if (registry instanceof LocalSchemas) {
            registry.id(subject, schema);
        }
    }

    @Override
    public byte @Nullable [] write(Row row) {
        Object value = wrapped
                ? record(row)
                : AvroValues.toAvro(row.get(0), columns.getFirst().type(), schema);
        if (value == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .putInt(registry.id(subject, schema))
                .array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(value, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException e) {
            throw new FormatException("cannot write Avro: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private GenericData.Record record(Row row) {
        GenericData.Record all = new GenericData.Record(schema);
        for (int i = 0; i < columns.size(); i++) {
            Schema field = schema.getFields().get(i).schema();
            all.put(i, AvroValues.toAvro(row.get(i), columns.get(i).type(), field));
        }
        return all;
    }

    @Override
    public @Nullable Row read(byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] != MAGIC) {
            throw new FormatException("expected Avro behind a zero byte and a schema's number, found "
                    + (bytes.length < HEADER ? bytes.length + " bytes" : "first byte " + bytes[0]));
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        GenericDatumReader<Object> reader = readers.get(id);
        if (reader == null) {
            reader = new GenericDatumReader<>(registry.schema(id));
            readers.put(id, reader);
        }
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
        try {
            Object value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new FormatException("something follows the Avro value of schema " + id);
            }
            return row(value, reader.getSchema());
        } catch (IOException | AvroRuntimeException | ArithmeticException | IllegalArgumentException e) {
            throw new FormatException("invalid Avro of schema " + id + ": " + e, e);
        }
    }

    private @Nullable Row row(@Nullable Object value, Schema writer) {
        if (value == null) {
            return null;
        }
        if (!wrapped) {
            return Row.of(AvroValues.fromAvro(value, columns.getFirst().type(), writer));
        }
        if (value instanceof IndexedRecord all) {
            return Row.of(AvroValues.fields(all, fields));
        }
        throw new FormatException(
                "expected an Avro record, found " + writer.getType().getName());
    }
}
