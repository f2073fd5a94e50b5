package io.millrace.ingest.letter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one pipeline: at most 10,000 and 64 MiB, then the oldest are dropped and counted.
 *
 * <p><b>Threading:</b> thread-safe.
 *
 * <p><b>Delivery:</b> what these methods did is on the disk when they return. A replayed letter is written to its sink
 * under a name of its own, so that it is stored once, also when the process is killed meanwhile; it goes from the list
 * when it is stored, and stays there with the new reason when it is refused again.
 */
public interface Letters {

    /** Letters, newest first. */
    List<Letter> list(LetterQuery query);

    /** One letter; empty when there is none of that id. */
    Optional<Letter> find(long id);

    /** How many there are. */
    long count();

    /**
     * How many there are of each origin: names of sinks, and {@code source}; origins without letters may be left out.
     */
    Map<String, Long> counts();

    /** Letters that were dropped because there were too many, since the pipeline was made. */
    long dropped();

    /**
     * Has letters written to their sinks again, soon and in the background.
     *
     * @return letters that now wait for it; ids that are gone, or of the source, are left out
     */
    int replay(Collection<Long> ids);

    /** As {@link #replay} with all letters of one sink, or of all sinks when the origin is null. */
    int replayAll(@Nullable String sink);

    /**
     * Forgets letters for good. One that is being written again at this moment may yet be stored.
     *
     * @return letters that are gone now
     */
    int discard(Collection<Long> ids);

    /** As {@link #discard} with all letters of one origin, or of all when it is null. */
    int discardAll(@Nullable String origin);
}
