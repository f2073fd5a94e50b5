package io.millrace.vehicles.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One captured file, line by line. A line is {@code TIME TOPIC PAYLOAD} with single spaces between, where the topic may
 * hold spaces and the payload begins with a brace. A {@code .json} file holds one payload without topic, to which one
 * is made up that says the same.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class DumpFile implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final BufferedReader lines;
    private final boolean single;
    private int line;

    DumpFile(Path path) {
        this.path = path;
        this.single = path.toString().endsWith(".json");
        try {
            this.lines = Files.newBufferedReader(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FatalException("cannot open " + path + ": " + e.getMessage(), e);
        }
    }

    /** Lines that have been read. */
    int line() {
        return line;
    }

    /**
     * The next message; null at the end.
     *
     * @throws PoisonException when the next line is not a message; the one behind it comes next
     */
    @Nullable
    Record<byte[]> next() {
        try {
            if (single) {
                return line++ == 0 ? sample(Files.readAllBytes(path)) : null;
            }
            String text = lines.readLine();
            while (text != null && text.isBlank()) {
                line++;
                text = lines.readLine();
            }
            if (text == null) {
                return null;
            }
            line++;
            return message(text);
        } catch (MalformedInputException e) {
            throw new FatalException(path + " behind line " + line + " is not UTF-8", e);
        } catch (IOException e) {
            throw new FatalException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    void skip(int to) {
        while (line < to) {
            try {
                if (next() == null) {
                    return;
                }
            } catch (PoisonException e) {
                // it was told when it came first
            }
        }
    }

    private Record<byte[]> message(String text) {
        int topic = text.indexOf(' ') + 1;
        int payload = text.indexOf(" {") + 1;
        if (topic == 0 || payload <= topic) {
            throw new PoisonException(
                    path.getFileName() + " line " + line + " is not of the form TIME TOPIC {PAYLOAD}");
        }
        try {
            return new Record<>(
                    text.substring(topic, payload - 1),
                    text.substring(payload).getBytes(StandardCharsets.UTF_8),
                    Instant.parse(text.substring(0, topic - 1)),
                    Map.of());
        } catch (DateTimeException e) {
            throw new PoisonException(
                    path.getFileName() + " line " + line
                            + " must begin with a time such as 2024-02-13T16:33:00.005271Z, was '"
                            + text.substring(0, Math.min(40, topic - 1)) + "'",
                    e);
        }
    }

    private Record<byte[]> sample(byte[] payload) throws IOException {
        Map<String, String> fields = new HashMap<>();
        String event = "vp";
        try (JsonParser parser = JSON.createParser(payload)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.FIELD_NAME && depth == 1) {
                    event = parser.currentName().toLowerCase(Locale.ROOT);
                } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL && depth == 2) {
                    fields.put(parser.currentName(), parser.getText());
                }
            }
        }
        String topic = String.format(
                Locale.ROOT,
                "/hfp/v2/journey/ongoing/%s/bus/%4s/%5s/%s/%s//%s/%s/0////",
                event,
                fields.getOrDefault("oper", "0"),
                fields.getOrDefault("veh", "0"),
                fields.getOrDefault("route", ""),
                fields.getOrDefault("dir", "1"),
                fields.getOrDefault("start", "00:00"),
                fields.getOrDefault("stop", ""));
        Instant time = Instant.EPOCH;
        try {
            time = Instant.parse(fields.getOrDefault("tst", ""));
        } catch (DateTimeException e) {
            // whoever validates it says so
        }
        return new Record<>(topic.replace(' ', '0'), payload, time, Map.of());
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new FatalException("cannot close " + path + ": " + e.getMessage(), e);
        }
    }
}
