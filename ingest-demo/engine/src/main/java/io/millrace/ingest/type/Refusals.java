package io.millrace.ingest.type;

/** Where a source puts messages that cannot become rows: the pipeline's dead letters. */
@FunctionalInterface
public interface Refusals {

    /**
     * Keeps a message; it is on the disk before the rows that the source gives next are.
     *
     * @param message as it came
     * @param reason what is wrong with it, for people
     */
    void refuse(byte[] message, String reason);
}
