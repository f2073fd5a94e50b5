package io.millrace.service.stream;

/**
 * Where a mounted path gets its streams from; given by the service.
 *
 * <p><b>Threading:</b> {@link #open} runs on a virtual thread of its own, many at a time.
 *
 * <p><b>Blocking:</b> {@link #open} may block; it is interrupted when the client leaves meanwhile.
 *
 * <p><b>Failure:</b> what it throws becomes a problem document before the first byte, for WebSocket too: the upgrade is
 * then refused with that status.
 */
public interface StreamProvider {

    /**
     * Opens the stream for one reader.
     *
     * @param name the last part of the request's path, decoded
     * @param request what the reader asks for, already validated
     * @return the feed, closed by the caller in every case
     * @throws io.millrace.core.failure.InvalidRequestException if there is no such stream, or not as requested
     * @throws io.millrace.core.failure.TransientException if the stream can not be had now
     * @throws io.millrace.core.failure.FatalException if it is broken
     */
    StreamFeed open(String name, StreamRequest request) throws InterruptedException;

    /**
     * Whether {@link #open} understands {@link StreamRequest#after}; if not, requests with {@code after} are refused.
     */
    default boolean resumes() {
        return false;
    }
}
