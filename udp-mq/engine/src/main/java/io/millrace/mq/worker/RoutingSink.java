package io.millrace.mq.worker;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.mq.function.StableHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Sends each message to output {@code hash mod outputs}, in order within each output.
 *
 * <p><b>Delivery:</b> remembers which records of a batch have been written when an output refuses some, so that writing
 * the batch again, or record by record, does not write those twice.
 */
final class RoutingSink implements Sink<RoutedMessage> {

    private final List<Sink<String>> outputs;
    private final boolean[] open;
    private final Set<Record<RoutedMessage>> written = Collections.newSetFromMap(new IdentityHashMap<>());

    RoutingSink(List<Sink<String>> outputs) {
        this.outputs = List.copyOf(outputs);
        this.open = new boolean[outputs.size()];
    }

    @Override
    public void open() {
        for (int i = 0; i < open.length; i++) {
            if (!open[i]) {
                outputs.get(i).open();
                open[i] = true;
            }
        }
    }

    @Override
    public void write(List<Record<RoutedMessage>> batch) throws InterruptedException {
        if (outputs.isEmpty()) {
            throw new PoisonException("there is a result and no output to send it to");
        }
        for (int i = 0; i < open.length; i++) {
            write(i, batch);
        }
        batch.forEach(written::remove);
    }

    private void write(int output, List<Record<RoutedMessage>> batch) throws InterruptedException {
        List<Record<RoutedMessage>> part = new ArrayList<>();
        List<Record<String>> texts = new ArrayList<>();
        for (Record<RoutedMessage> record : batch) {
            if (StableHash.output(record.value().hash(), open.length) == output && !written.contains(record)) {
                part.add(record);
                texts.add(record.withValue(record.value().text()));
            }
        }
        if (texts.isEmpty()) {
            return;
        }
        open[output] = false; // until it has not failed
        try {
            outputs.get(output).write(texts);
        } catch (PoisonException e) {
            open[output] = true;
            throw e;
        }
        open[output] = true;
        written.addAll(part);
    }

    @Override
    public void close() {
        outputs.forEach(Sink::close);
    }
}
