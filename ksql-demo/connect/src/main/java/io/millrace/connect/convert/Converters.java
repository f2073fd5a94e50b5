package io.millrace.connect.convert;

import io.millrace.connect.config.Values;
import io.millrace.ksql.format.LocalSchemas;
import io.millrace.ksql.format.RemoteSchemas;
import io.millrace.ksql.format.SchemaRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes converters from the settings {@code key.converter} and {@code value.converter}, which are Kafka Connect's class
 * names or their last parts. Registries are shared by all connectors. Thread-safe.
 */
public final class Converters implements AutoCloseable {

    private static final String REGISTRY = "schema.registry.url";
    private static final String USER = "basic.auth.user.info";

    private enum Kind {
        STRING("org.apache.kafka.connect.storage.StringConverter"),
        BYTES("org.apache.kafka.connect.converters.ByteArrayConverter"),
        JSON("org.apache.kafka.connect.json.JsonConverter"),
        AVRO("io.confluent.connect.avro.AvroConverter");

        private final String className;

        Kind(String className) {
            this.className = className;
        }

        String shortName() {
            return className.substring(className.lastIndexOf('.') + 1);
        }
    }

    private final SchemaRegistry local;
    private final @Nullable URI registry;
    private final Map<String, RemoteSchemas> remote = new ConcurrentHashMap<>();

    /**
     * Converters.
     *
     * @param registry where Avro schemas are kept unless a connector says; null to number them without a server
     */
    public Converters(@Nullable URI registry) {
        this.registry = registry;
        this.local = new LocalSchemas();
    }

    /** What would be right in place of this name, completing "must be"; null when it is a converter's. */
    public static @Nullable String problem(String name) {
        return kind(name) != null
                ? null
                : "one of "
                        + String.join(
                                ", ",
                                Stream.of(Kind.values()).map(Kind::shortName).toList());
    }

    /** What is wrong with the settings of a converter, {@code value.converter.schemas.enable} and others. */
    public static List<String> problems(String which, Values values) {
        List<String> problems = new ArrayList<>();
        Map<String, String> own = values.under(which + ".");
        String schemas = own.getOrDefault("schemas.enable", "true").toLowerCase(Locale.ROOT);
        if (!schemas.equals("true") && !schemas.equals("false")) {
            problems.add(which + ".schemas.enable must be true or false, was '" + schemas + "'");
        }
        String address = own.get(REGISTRY);
        if (address != null && !address.matches("https?://[^\\s,]+")) {
            problems.add(
                    which + "." + REGISTRY + " must be one address like http://localhost:8081, was '" + address + "'");
        }
        return problems;
    }

    /**
     * The converter of keys or values.
     *
     * @param which {@code key.converter} or {@code value.converter}
     */
    public Converter of(String which, Values values) {
        Kind kind = kind(values.text(which));
        if (kind == null) {
            throw new IllegalArgumentException("no converter " + values.text(which));
        }
        Map<String, String> own = values.under(which + ".");
        return switch (kind) {
            case STRING -> new TextConverter();
            case BYTES -> new BytesConverter();
            case JSON -> new JsonConverter(Boolean.parseBoolean(own.getOrDefault("schemas.enable", "true")));
            case AVRO -> new AvroConverter(registry(own));
        };
    }

    private SchemaRegistry registry(Map<String, String> own) {
        String address = own.get(REGISTRY);
        if (address == null && registry != null) {
            address = registry.toString();
        }
        if (address == null) {
            return local;
        }
        String user = own.get(USER);
        String authorization = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        URI base = URI.create(address);
        return remote.computeIfAbsent(base + "\n" + authorization, _ -> new RemoteSchemas(base, authorization));
    }

    private static @Nullable Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (name.equals(kind.className) || name.equals(kind.shortName())) {
                return kind;
            }
        }
        return null;
    }

    @Override
    public void close() {
        remote.values().forEach(RemoteSchemas::close);
        remote.clear();
    }
}
