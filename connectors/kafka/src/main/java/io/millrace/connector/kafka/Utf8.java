package io.millrace.connector.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Text that must be UTF-8; Kafka's own deserializer would quietly replace what is not. */
final class Utf8 implements Deserializer<String> {

    @Override
    public String deserialize(String topic, byte[] data) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SerializationException("it is not UTF-8", e);
        }
    }
}
