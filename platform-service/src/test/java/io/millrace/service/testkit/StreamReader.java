package io.millrace.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.stream.Stream;

/** A reader of a stream over HTTP that waits for each line. */
public final class StreamReader {

    private final Iterator<String> lines;

    private StreamReader(Iterator<String> lines) {
        this.lines = lines;
    }

    /** Begins to read; the answer must be 200. */
    public static StreamReader open(HttpClient client, URI address, String accept) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Accept", accept).build();
        HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return new StreamReader(response.body().iterator());
    }

    /** The next line. */
    public String next() {
        return lines.next();
    }

    /** Reads to the end of the stream; the last line that is not empty. */
    public String last() {
        String last = "";
        while (lines.hasNext()) {
            String line = lines.next();
            last = line.isEmpty() ? last : line;
        }
        return last;
    }
}
