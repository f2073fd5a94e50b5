package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What tells one message from another, 128 bits. The sender chooses it; a queue keeps those of its window. */
public record MessageId(long high, long low) {

    /** The id of a text of any length: the first half of its SHA-256. */
    public static MessageId of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new MessageId(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
