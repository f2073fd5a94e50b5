package io.millrace.mq.command;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.worker.Protocol;
import io.millrace.mq.worker.RemoteQueue;
import io.millrace.mq.worker.SocketSink;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a node talks to queues of other processes. */
final class RemoteOptions {

    private static final Duration DELAY = Duration.ofMillis(1);

    @Option(
            names = "--protocol",
            defaultValue = "auto",
            description = "How to talk to queues: extended (nothing is lost), plain (as the reference), or auto, which"
                    + " asks the queue. Default: ${DEFAULT-VALUE}.")
    private Protocol protocol = Protocol.AUTO;

    @Option(
            names = "--queue",
            defaultValue = MessageQueueSettings.DEFAULT_NAME,
            paramLabel = "NAME",
            description = "Name of the queue that is read, or fed; needs the extended protocol when it is not"
                    + " '${DEFAULT-VALUE}', the default.")
    private String queue = MessageQueueSettings.DEFAULT_NAME;

    private RemoteQueue remote(HostPort address, String name, Protocol how, Duration delay) {
        return new RemoteQueue(address, name, how, delay, Ticker.SYSTEM);
    }

    Source<String> source(String address) {
        return source(address, DELAY);
    }

    Source<String> source(String address, Duration delay) {
        KafkaTopic topic = KafkaTopic.of(address);
        if (topic != null) {
            return topic.source();
        }
        return remote(HostPort.parse(address), queue, protocol, delay).source();
    }

    @Nullable
    Sink<DeadLetter> deadLetters(String address) {
        if (KafkaTopic.of(address) != null) {
            return null;
        }
        return remote(HostPort.parse(address), queue, protocol, DELAY).deadLetters();
    }

    /** The queue at {@code HOST:PORT} or {@code HOST:PORT/QUEUE}. */
    Sink<String> output(String address) {
        KafkaTopic topic = KafkaTopic.of(address);
        if (topic != null) {
            return topic.sink();
        }
        int slash = address.indexOf('/');
        String name = slash < 0 ? MessageQueueSettings.DEFAULT_NAME : address.substring(slash + 1);
        HostPort port = HostPort.parse(slash < 0 ? address : address.substring(0, slash));
        if (!MessageQueueSettings.validName(name)) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "the queue in output " + address
                            + " must be 1 to 100 letters, digits, dots, dashes and underscores");
        }
        if (protocol == Protocol.PLAIN && !name.equals(MessageQueueSettings.DEFAULT_NAME)) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "output " + address + " names a queue, which --protocol plain cannot; expected " + port
                            + ", or --protocol extended");
        }
        return remote(port, name, protocol, DELAY).sink();
    }

    /** The unnamed queue, by commands whose answers nobody awaits. */
    Sink<String> unreliable(String address) {
        return SocketSink.puts(HostPort.parse(address).resolve());
    }

    /** The queue that is named. */
    Sink<String> sink(String address) {
        KafkaTopic topic = KafkaTopic.of(address);
        if (topic != null) {
            return topic.sink();
        }
        return remote(HostPort.parse(address), queue, protocol, DELAY).sink();
    }
}
