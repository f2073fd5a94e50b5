package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A message where it lies in the queue's memory. One view is moved from message to message: it is valid only during
 * {@link MessageVisitor#accept}, which copies what it needs.
 */
public final class MessageView {

    private byte[] block = {};
    private int at;
    private long leaseId;
    private int deliveries;
    private long ageNanos;

    MessageView() {}

    MessageView at(byte[] newBlock, int newAt, long newLeaseId, int newDeliveries, long nanos) {
        block = newBlock;
        at = newAt;
        leaseId = newLeaseId;
        deliveries = newDeliveries;
        ageNanos = nanos - Entry.putNanos(newBlock, newAt);
        return this;
    }

    /** What an acknowledgement names; 0 when the message was not leased. */
    public long leaseId() {
        return leaseId;
    }

    /** How often it has been given out, this time included. */
    public int deliveries() {
        return deliveries;
    }

    /** Nanoseconds since it was put. */
    public long ageNanos() {
        return ageNanos;
    }

    /** Bytes of the body. */
    public int length() {
        return Entry.bodyLength(block, at);
    }

    /** Copies the body. */
    public void copyBody(byte[] into, int offset) {
        System.arraycopy(block, Entry.bodyAt(block, at), into, offset, length());
    }

    /** Bytes of the key, 0 when there is none. */
    public int keyLength() {
        return Entry.keyLength(block, at);
    }

    /** Copies the key. */
    public void copyKey(byte[] into, int offset) {
        System.arraycopy(block, Entry.keyAt(block, at), into, offset, keyLength());
    }

    /** Bytes of the reason why it is a dead letter, 0 when there is none. */
    public int reasonLength() {
        return Entry.reasonLength(block, at);
    }

    /** Copies the reason. */
    public void copyReason(byte[] into, int offset) {
        System.arraycopy(block, Entry.reasonAt(block, at), into, offset, reasonLength());
    }

    /** Whether its sender gave it an id. */
    public boolean hasId() {
        return Entry.idLength(block, at) > 0;
    }

    /** The first half of its id. */
    public long idHigh() {
        return Entry.idHigh(block, at);
    }

    /** The second half of its id. */
    public long idLow() {
        return Entry.idLow(block, at);
    }

    /** A copy of it all. */
    public Delivery copy() {
        byte[] body = new byte[length()];
        copyBody(body, 0);
        return new Delivery(
                leaseId,
                deliveries,
                ageNanos,
                hasId() ? new MessageId(idHigh(), idLow()) : null,
                text(Entry.keyAt(block, at), keyLength()),
                text(Entry.reasonAt(block, at), reasonLength()),
                body);
    }

    private @Nullable String text(int from, int length) {
        return length == 0 ? null : new String(block, from, length, UTF_8);
    }
}
