package io.millrace.mq.worker;

import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelineListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refused messages: the first and then each power of two of them, so that a flood stays readable. */
final class RefusalLog implements PipelineListener {

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

    private long refused;

    @Override
    public void on(PipelineEvent event) {
        if (event instanceof PipelineEvent.Rejected rejected) {
            refused++;
            if (Long.bitCount(refused) == 1) {
                log.warn(
                        "message refused, worker={} refused={} reason={}",
                        rejected.pipeline(),
                        refused,
                        rejected.cause().reason());
            }
        }
    }
}
