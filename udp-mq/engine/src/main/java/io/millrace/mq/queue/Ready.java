package io.millrace.mq.queue;

/**
 * Messages that wait to be read, in order. A message is added in two steps, so that its bytes are written where they
 * stay: {@link #reserve}, then {@link #commit}.
 *
 * <p><b>Threading:</b> not thread-safe; the queue's lock guards it.
 */
sealed interface Ready permits BlockReady, KeyedReady {

    /** Makes {@link #block} and {@link #at} point to so many free bytes; void until committed. */
    void reserve(int length);

    byte[] block();

    int at();

    /** Takes what was written in, as the last. */
    void commit();

    int size();

    /** The array that holds the first; there is one. */
    byte[] headBlock();

    /** Where the first begins in its array. */
    int headAt();

    void removeHead();
}
