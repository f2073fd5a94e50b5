package io.millrace.service.stream;

import io.millrace.core.flow.Overflow;

/** Counts one reader and what it gets. For the reader's event loop only. */
interface ReaderAccount extends AutoCloseable {

    /** Rows and bytes that went to the socket. */
    void wrote(long rows, long bytes);

    /** Rows that this reader missed. */
    void dropped(Overflow policy, long rows);

    /** The reader has ended; called once. */
    @Override
    void close();
}
