package io.millrace.mq.queue;

import io.millrace.mq.log.MessageLog;

/** Opens a log, such as {@code replay -> MappedMessageLog.open(folder, settings, replay)}. */
@FunctionalInterface
public interface LogOpener {

    /** Opens it and tells what it holds. */
    MessageLog open(MessageLog.Replay replay);
}
