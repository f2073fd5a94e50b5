package io.millrace.mq.topology;

import io.millrace.core.time.Ticker;
import io.millrace.mq.log.LogSettings;
import io.millrace.mq.log.MappedMessageLog;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.statistics.NodeMeter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Queues in memory, or with a log in a folder. */
public final class QueueFolders {

    private QueueFolders() {}

    /**
     * Opens queues.
     *
     * @param folder of the log, made when it is missing; null for queues that die with the process
     * @throws io.millrace.core.failure.StreamException when the log cannot be opened
     */
    public static MessageQueues open(
            MessageQueuesSettings settings, @Nullable String folder, Ticker ticker, NodeMeter meter) {
        return folder == null
                ? MessageQueues.inMemory(settings, ticker, meter)
                : MessageQueues.durable(
                        settings,
                        ticker,
                        meter,
                        replay -> MappedMessageLog.open(Path.of(folder), LogSettings.DEFAULT, replay));
    }
}
