package io.millrace.exchange.play;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.failure.FatalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A captured feed: a raw file of cryptofeed, whose lines are {@code 1618677817.061845: {"type":...}} for what came and
 * {@code wss://host <- 1618677817.020616: {...}} for what was sent, or a file of JSON objects, one per line, whose time
 * is their field {@code time}. Files whose names end in {@code .gz} are unpacked on the way.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class Capture implements AutoCloseable {

    private static final Pattern RECEIVED = Pattern.compile("^(\\d+(?:\\.\\d+)?): (\\{.*})$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedReader lines;
    private long nanos;
    private long refused;

    private Capture(Path file, BufferedReader lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Opens a file.
     *
     * @throws FatalException when the file cannot be read
     */
    public static Capture open(Path file) {
        try {
            InputStream bytes = Files.newInputStream(file);
            return new Capture(
                    file,
                    new BufferedReader(new InputStreamReader(
                            file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, UTF_8)));
        } catch (IOException e) {
            throw new FatalException("cannot read the capture " + file + ": " + e.getMessage(), e);
        }
    }

    /** The products that a file has messages of, by name. */
    public static Set<String> products(Path file) {
        Set<String> products = new TreeSet<>();
        try (Capture capture = open(file)) {
            CapturedMessage message = capture.next();
            while (message != null) {
                if (!message.product().isEmpty()) {
                    products.add(message.product());
                }
                message = capture.next();
            }
        }
        if (products.isEmpty()) {
            throw new FatalException("the capture " + file + " has no message of any product");
        }
        return products;
    }

    /** The next message; null at the end. Lines that are none are left out, and counted when they should be one. */
    public @Nullable CapturedMessage next() {
        String line = line();
        while (line != null) {
            CapturedMessage message = message(line);
            if (message != null) {
                return message;
            }
            line = line();
        }
        return null;
    }

    /** Lines so far that are neither a message nor a note of cryptofeed. */
    public long refused() {
        return refused;
    }

    private @Nullable String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new FatalException("cannot read the capture " + file + ": " + e.getMessage(), e);
        }
    }

    private @Nullable CapturedMessage message(String line) {
        if (line.isBlank() || line.startsWith("wss://") || line.startsWith("ws://")) {
            return null;
        }
        Matcher received = RECEIVED.matcher(line);
        boolean raw = received.matches();
        String text = raw ? received.group(2) : line.strip();
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("type").isTextual()) {
                nanos = Math.max(nanos, raw ? nanos(received.group(1)) : nanos(json));
                return new CapturedMessage(nanos, text, json);
            }
        } catch (JsonProcessingException _) {
            // counted below
        }
        refused++;
        return null;
    }

    private static long nanos(String seconds) {
        return new BigDecimal(seconds).movePointRight(9).longValue();
    }

    private long nanos(JsonNode json) {
        try {
            Instant time = Instant.parse(json.path("time").asText());
            return time.getEpochSecond() * 1_000_000_000L + time.getNano();
        } catch (DateTimeParseException _) {
            return nanos;
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new FatalException("cannot close the capture " + file + ": " + e.getMessage(), e);
        }
    }
}
