package io.millrace.mq.app;

import io.millrace.service.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;

/** Reads request bodies up to the configured size. */
@ApplicationScoped
class BodyReader {

    private final int maxBytes;

    BodyReader(MqConfig config) {
        this.maxBytes = Math.toIntExact(config.maxBodySize().asLongValue());
    }

    /**
     * The whole body.
     *
     * @throws WebApplicationException with status 413 when it is too large
     */
    byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new WebApplicationException(Problems.response(Problem.of(
                    "content-too-large",
                    "Content too large",
                    413,
                    "the body has more than %d bytes, which is the limit".formatted(maxBytes))));
        }
        return bytes;
    }
}
