package io.millrace.mq.worker;

import io.millrace.core.Operator;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.mq.function.MessageFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A function as a step of a pipeline. Whatever it throws poisons its message only, errors such as a stack overflow or a
 * class that does not load included; only when the machine itself fails, as without memory, the worker fails too.
 */
final class FunctionOperator implements Operator<String, RoutedMessage> {

    private final MessageFunction function;
    private final StepMeter meter;
    private final Pace pace;
    private final LongAdder refused;

    FunctionOperator(MessageFunction function, StepMeter meter, Pace pace, LongAdder refused) {
        this.function = function;
        this.meter = meter;
        this.pace = pace;
        this.refused = refused;
    }

    @Override
    public void process(Record<String> in, Consumer<Record<RoutedMessage>> out) {
        pace.await();
        meter.begin();
        List<RoutedMessage> results = new ArrayList<>(1);
        try {
            function.apply(in.value(), (hash, text) -> {
                if (!text.isEmpty()) {
                    results.add(new RoutedMessage(hash, text));
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refuse(e);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            throw refuse(e);
        }
        results.forEach(result -> out.accept(in.withValue(result)));
    }

    private PoisonException refuse(Throwable cause) {
        meter.refused();
        refused.increment();
        return switch (cause) {
            case PoisonException poison -> poison;
            case StreamException failure -> new PoisonException(failure.reason(), failure);
            default -> new PoisonException(function.name() + " threw " + cause, cause);
        };
    }
}
