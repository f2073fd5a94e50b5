package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.pipeline.DeadLetter;
import org.jspecify.annotations.Nullable;

/** Records as messages. */
public final class TextMessages {

    private TextMessages() {}

    /** The record's text and key. */
    public static NewMessage of(Record<String> record) {
        return NewMessage.of(record.value()).withKey(record.key());
    }

    /**
     * Makes sure that a queue can take it.
     *
     * @throws PoisonException when its text or key is too long
     */
    public static void check(Record<String> record) {
        if (utf8Length(record.value(), MessageQueue.MAX_MESSAGE) > MessageQueue.MAX_MESSAGE) {
            throw new PoisonException("a message of " + utf8Length(record.value(), 0) + " bytes is too large, at most "
                    + MessageQueue.MAX_MESSAGE + " fit");
        }
        if (record.key() != null && utf8Length(record.key(), MessageQueue.MAX_KEY) > MessageQueue.MAX_KEY) {
            throw new PoisonException("a key has at most " + MessageQueue.MAX_KEY + " bytes, this one has "
                    + utf8Length(record.key(), 0));
        }
    }

    /** Zero when it cannot be more than the bound. */
    private static int utf8Length(String text, int bound) {
        return text.length() <= bound / 3 ? 0 : text.getBytes(UTF_8).length;
    }

    /**
     * The refused record with the reason. Null when there is no record: the source could not read it, and has taken
     * care of it.
     */
    public static @Nullable NewMessage of(DeadLetter letter) {
        Record<?> record = letter.record();
        return record == null
                ? null
                : NewMessage.of(String.valueOf(record.value()))
                        .withKey(record.key())
                        .withReason(letter.part().text() + ": " + letter.reason());
    }
}
