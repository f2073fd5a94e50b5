package io.millrace.pipeline.grpc.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import io.millrace.core.failure.PoisonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes plain values through Jackson's streams, without binding: text, not types, decides what comes out.
 */
final class PlainStreams {

    /** Whether a form has bytes and numbers that are none. */
    enum Bytes {
        CARRIED,
        REFUSED
    }

    private final String name;
    /**
     * Buffers for all threads: those of Jackson's default belong to a thread, and virtual threads live for one package.
     */
    static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.sharedConcurrentDequePool();

    private final JsonFactory factory;

    PlainStreams(String name, JsonFactory factory) {
        this.name = name;
        this.factory = factory;
    }

    byte[] write(@Nullable Object value, Bytes bytes) {
        var out = new ByteArrayOutputStream(128);
        try (JsonGenerator generator = factory.createGenerator(out)) {
            write(generator, value, bytes, 0);
        } catch (JsonProcessingException e) {
            throw new PoisonException("cannot write data as " + name + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void write(JsonGenerator out, @Nullable Object value, Bytes bytes, int depth) throws IOException {
        PlainValues.checkDepth(depth);
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(PlainValues.text(text));
            case Boolean truth -> out.writeBoolean(truth);
            case BigInteger big -> out.writeNumber(big);
            case Double number -> writeDouble(out, number, bytes);
            case Float number -> writeDouble(out, number, bytes);
            case Long _, Integer _, Short _, Byte _ -> out.writeNumber(((Number) value).longValue());
            case byte[] raw -> {
                if (bytes == Bytes.REFUSED) {
                    throw new PoisonException(name + " has no form for bytes, use cbor or pickle");
                }
                out.writeBinary(raw);
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    write(out, element, bytes, depth + 1);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(PlainValues.key(entry.getKey()));
                    write(out, entry.getValue(), bytes, depth + 1);
                }
                out.writeEndObject();
            }
            default -> throw PlainValues.notPlain(value);
        }
    }

    private void writeDouble(JsonGenerator out, double number, Bytes bytes) throws IOException {
        if (bytes == Bytes.REFUSED && !Double.isFinite(number)) {
            throw new PoisonException(name + " has no form for " + number + ", use cbor or pickle");
        }
        out.writeNumber(number);
    }

    @Nullable
    Object read(byte[] bytes) {
        try (JsonParser parser = factory.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new PoisonException("data is not " + name + ": it is empty");
            }
            Object value = value(parser, first, 0);
            if (parser.nextToken() != null) {
                throw new PoisonException("data is not " + name + ": more follows the value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new PoisonException("data is not " + name + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new PoisonException("data is not " + name + ": " + e.getMessage(), e);
        }
    }

    private @Nullable Object value(JsonParser in, @Nullable JsonToken token, int depth) throws IOException {
        PlainValues.checkDepth(depth);
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT ->
                in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? PlainValues.integer(in.getBigIntegerValue())
                        : (Object) in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_EMBEDDED_OBJECT -> in.getBinaryValue();
            case START_ARRAY -> list(in, depth);
            case START_OBJECT -> map(in, depth);
            case null, default -> throw new PoisonException("data is not " + name + ": it ends within a value");
        };
    }

    private List<@Nullable Object> list(JsonParser in, int depth) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            list.add(value(in, token, depth + 1));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> map(JsonParser in, int depth) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (JsonToken token = in.nextToken(); token == JsonToken.FIELD_NAME; token = in.nextToken()) {
            String key = in.currentName();
            map.put(key, value(in, in.nextToken(), depth + 1));
        }
        return Collections.unmodifiableMap(map);
    }
}
