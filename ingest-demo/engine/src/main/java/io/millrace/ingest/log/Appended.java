package io.millrace.ingest.log;

/** What became of rows that were given to the log. */
public sealed interface Appended {

    /**
     * They are on the disk.
     *
     * @param first offset of the first; those of the others follow
     */
    record Stored(long first) implements Appended {}

    /** There is no room, and nothing was changed; see {@link DurableLog#awaitRoom}. */
    record Full() implements Appended {}

    /** There is no room, and they were dropped and counted. */
    record Dropped() implements Appended {}
}
