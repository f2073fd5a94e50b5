package io.millrace.mq.command;

import io.millrace.connector.kafka.KafkaSink;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.connector.kafka.KafkaSource;
import io.millrace.connector.kafka.KafkaSourceSettings;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic in place of a queue, written {@code kafka://127.0.0.1:9092/orders}. Its readers are one consumer group, named
 * after the topic.
 */
record KafkaTopic(String servers, String topic) {

    private static final Pattern FORM = Pattern.compile("kafka://([^/]+)/([A-Za-z0-9._-]+)");

    /** Null when the address is that of a queue. */
    static @Nullable KafkaTopic of(String address) {
        Matcher matcher = FORM.matcher(address);
        return matcher.matches() ? new KafkaTopic(matcher.group(1), matcher.group(2)) : null;
    }

    Source<String> source() {
        return KafkaSource.text(KafkaSourceSettings.of(servers, topic, topic));
    }

    Sink<String> sink() {
        return KafkaSink.text(KafkaSinkSettings.of(servers, topic));
    }
}
