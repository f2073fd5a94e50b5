package io.millrace.connector.kafka;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Maps the client's exceptions to the four kinds. */
final class KafkaFailures {

    private KafkaFailures() {}

    /** What to throw; {@code doing} begins the message, such as {@code cannot read topic 'trades'}. */
    static StreamException of(String doing, Throwable failure) {
        String message = doing + ": " + reason(failure);
        return switch (failure) {
            case RecordTooLargeException e -> new PoisonException(message, e);
            case SerializationException e -> new PoisonException(message, e);
            case ConfigException e -> new FatalException(message, e);
            case AuthenticationException e -> new FatalException(message, e);
            case AuthorizationException e -> new FatalException(message, e);
            case InvalidConfigurationException e -> new FatalException(message, e);
            case InvalidOffsetException e -> new FatalException(message, e);
            case FencedInstanceIdException e -> new FatalException(message, e);
            // another writer of the same transactional id has opened
            case ProducerFencedException e -> new FatalException(message, e);
            case InvalidProducerEpochException e -> new FatalException(message, e);
            case IllegalArgumentException e -> new FatalException(message, e);
            case KafkaException e when e.getCause() instanceof ConfigException -> new FatalException(message, e);
            // timeouts, lost leaders, rebalances; and what we do not know may pass as well
            default -> new TransientException(message, failure);
        };
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean says = failure instanceof KafkaException && cause instanceof ConfigException;
        String message = (says && cause != null ? cause : failure).getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
