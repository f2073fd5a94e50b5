package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.FatalException;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs every example of {@code docs/streams.md} against a real server. */
@Timeout(30)
class StreamsDocumentTest {

    private static final Pattern EXAMPLE = Pattern.compile(
            "```console\n\\$ curl -N (?:-H '([^:]+): ([^']+)' )?'localhost:5001(\\S+)'\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z");

    @Test
    void everyExampleGivesWhatTheDocumentShows() throws Exception {
        String document = Files.readString(Path.of("../docs/streams.md"));
        List<String> shown = new ArrayList<>();
        List<String> given = new ArrayList<>();
        try (StreamServer server = new StreamServer();
                HttpClient client = HttpClient.newHttpClient()) {
            server.special("demo", (_, _) -> new Demo(10, 3, new EndReason.Completed()));
            server.special("burst", (_, _) -> new Demo(2, 5, new EndReason.Completed()));
            server.special("broken", (_, _) -> new Demo(10, 1, new EndReason.Failed(new FatalException("disk full"))));
            Matcher example = EXAMPLE.matcher(document);
            while (example.find()) {
                URI uri = server.uri(example.group(3));
                shown.add(example.group(3) + "\n" + comparable(example.group(4)));
                given.add(example.group(3) + "\n" + comparable(get(client, uri, example.group(1), example.group(2))));
            }
        }
        assertThat(given).hasSizeGreaterThan(6).containsExactlyElementsOf(shown);
    }

    private static String get(HttpClient client, URI uri, String header, String value)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (header != null) {
            request.header(header, value);
        }
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private static String comparable(String text) {
        return INSTANT.matcher(text).replaceAll("<instant>").stripTrailing();
    }

    /** Publishes its rows one by one before the reader takes any, then ends. */
    private record Demo(int maxRows, int rows, EndReason end) implements StreamFeed {

        @Override
        public String schemaJson() {
            return StreamServer.SCHEMA;
        }

        @Override
        public Overflow overflow() {
            return Overflow.DROP_OLDEST;
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            Broadcast stream = new Broadcast("demo", Ticker.SYSTEM);
            Subscription subscription = stream.subscribe(
                    new SubscriberSettings(overflow(), maxRows, 1 << 20, Duration.ofMinutes(1)), wakeUp);
            try {
                for (int n = 0; n < rows; n++) {
                    stream.publish(StreamServer.chunk(n, n + 1));
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            stream.end(end);
            return subscription;
        }

        @Override
        public void close() {}
    }
}
