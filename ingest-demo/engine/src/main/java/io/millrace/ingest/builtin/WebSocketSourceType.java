package io.millrace.ingest.builtin;

import io.millrace.connector.websocket.WebSocketRowSource;
import io.millrace.connector.websocket.WebSocketSettings;
import io.millrace.connector.websocket.WebSocketSource;
import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.Accepts;
import io.millrace.ingest.type.SourceContext;
import io.millrace.ingest.type.SourceType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The source {@code websocket}: each message that is a JSON object is a row, others are refused. */
public final class WebSocketSourceType implements SourceType<WebSocketSourceType.Keys> {

    /**
     * Its keys.
     *
     * @param url {@code ws://host[:port]/path} or {@code wss://...}
     * @param headers sent with the upgrade
     * @param greetings texts sent as soon as the connection is open
     * @param silence how long nothing may come before the connection counts as lost; 30 s by default
     * @param ping how often the server is asked for a sign of life; never by default
     * @param maxMessageBytes longer messages end the connection; 16 MiB by default
     * @param compression whether permessage-deflate is offered; true by default
     */
    public record Keys(
            @Accepts(pattern = "^wss?://[^/]+", example = "wss://host:port/path")
            String url,

            @Nullable Map<String, String> headers,
            @Nullable List<String> greetings,
            @Nullable Duration silence,
            @Nullable Duration ping,
            @Nullable Integer maxMessageBytes,
            @Nullable Boolean compression) {

        /** Without headers and greetings, which may hold secrets. */
        @Override
        public String toString() {
            return "Keys[websocket]";
        }
    }

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public Class<Keys> settings() {
        return Keys.class;
    }

    @Override
    public Source<JsonRow> create(Keys keys, SourceContext context) {
        String[] greetings =
                Objects.requireNonNullElse(keys.greetings(), List.<String>of()).toArray(new String[0]);
        WebSocketSettings usual = WebSocketSettings.of(URI.create(keys.url()), greetings);
        WebSocketSettings settings = usual.withHeaders(Objects.requireNonNullElse(keys.headers(), Map.of()))
                .withPatience(
                        Objects.requireNonNullElse(keys.silence(), usual.silence()),
                        Objects.requireNonNullElse(keys.ping(), usual.ping()))
                .withMessages(
                        !Boolean.FALSE.equals(keys.compression()),
                        Objects.requireNonNullElse(keys.maxMessageBytes(), usual.maxMessageBytes()));
        return new WebSocketRowSource(
                WebSocketSource.of(settings, context.ticker()),
                (message, reason) -> context.refusals().refuse(message.toBytes(), reason));
    }
}
