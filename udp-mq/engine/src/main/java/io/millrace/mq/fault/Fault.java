package io.millrace.mq.fault;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What happens to one datagram.
 *
 * @param delayNanos of the datagram
 * @param copyDelayNanos of its second copy, when it is duplicated
 * @param garbling decides which bytes are changed, when it is garbled
 */
record Fault(
        boolean lost,
        boolean duplicated,
        boolean reordered,
        boolean garbled,
        long delayNanos,
        long copyDelayNanos,
        long garbling) {

    private static final int MOST_BYTES = 3;

    /** Changes one to three of the remaining bytes; each changed byte differs from what it was. */
    void garble(ByteBuffer datagram) {
        int length = datagram.remaining();
        if (length == 0) {
            return;
        }
        SplittableRandom random = new SplittableRandom(garbling);
        int first = datagram.position() + random.nextInt(length);
        int count = Math.min(1 + random.nextInt(MOST_BYTES), datagram.limit() - first);
        for (int i = first; i < first + count; i++) {
            datagram.put(i, (byte) (datagram.get(i) ^ (1 + random.nextInt(255))));
        }
    }
}
