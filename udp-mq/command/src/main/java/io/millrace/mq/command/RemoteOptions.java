package io.millrace.mq.command;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.protocol.HostPort;
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

    /** The unnamed queue at an address. */
    Sink<String> output(String address) {
        KafkaTopic topic = KafkaTopic.of(address);
        if (topic != null) {
            return topic.sink();
        }
        return remote(HostPort.parse(address), MessageQueueSettings.DEFAULT_NAME, protocol, DELAY)
                .sink();
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
