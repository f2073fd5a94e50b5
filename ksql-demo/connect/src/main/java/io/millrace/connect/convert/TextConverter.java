package io.millrace.connect.convert;

import io.millrace.core.failure.PoisonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 text. Bytes that are text are written as they are: Kafka Connect's StringConverter would write the name of the
 * array's class.
 */
final class TextConverter implements Converter {

    @Override
    public byte @Nullable [] write(String subject, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> text(bytes).getBytes(StandardCharsets.UTF_8);
            default -> value.toString().getBytes(StandardCharsets.UTF_8);
        };
    }

    @Override
    public @Nullable Object read(byte @Nullable [] bytes) {
        return bytes == null ? null : text(bytes);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PoisonException("it is not UTF-8 text", e);
        }
    }
}
