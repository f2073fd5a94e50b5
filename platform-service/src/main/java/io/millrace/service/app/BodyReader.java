package io.millrace.service.app;

import io.millrace.service.problem.Problem;
import io.millrace.service.problem.Problems;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;

/** Reads request bodies up to a size, so that a larger one is answered by a problem document. */
public final class BodyReader {

    private final int maxBytes;

    /** A reader of bodies of at most so many bytes. */
    public BodyReader(long maxBytes) {
        this.maxBytes = Math.toIntExact(maxBytes);
    }

    /**
     * The whole body.
     *
     * @throws WebApplicationException with status 413 when it is too large
     */
    public byte[] read(InputStream body) throws IOException {
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
