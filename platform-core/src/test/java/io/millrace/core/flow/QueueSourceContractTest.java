package io.millrace.core.flow;

import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.testkit.SourceContract;
import java.time.Instant;
import java.util.List;

final class QueueSourceContractTest implements SourceContract<String> {

    @Override
    public List<String> samples() {
        return List.of("one", "two", "three", "four", "five");
    }

    @Override
    public Source<String> sourceOf(List<String> values) throws InterruptedException {
        QueueSource<String> queue = new QueueSource<>(new QueueSettings(Overflow.BLOCK, 100, 2), DropListener.NONE);
        for (String value : values) {
            boolean _ = queue.put(Record.of(value, Instant.EPOCH));
        }
        queue.end();
        return queue;
    }

    @Override
    public Source<String> silent() {
        return new QueueSource<>(new QueueSettings(Overflow.BLOCK, 1, 1), DropListener.NONE);
    }
}
