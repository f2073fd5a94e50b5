package io.millrace.mq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.mq.function.Functions;
import io.millrace.mq.function.MessageFunction;
import io.millrace.mq.function.Outputs;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueueDeadLetterSink;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.MessageQueueSink;
import io.millrace.mq.queue.MessageQueueSource;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.statistics.NodeMeter;
import io.millrace.mq.statistics.NodeStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkerTest {

    private final MessageQueue input = queue("input");
    private final MessageQueue dead = dead(input);
    private final NodeStatistics statistics = new NodeStatistics("Test", "TEST", Ticker.SYSTEM);

    private static MessageQueue queue(String name) {
        return MessageQueue.create(MessageQueueSettings.of(name), Ticker.SYSTEM, NodeMeter.NONE);
    }

    private static MessageQueue dead(MessageQueue queue) {
        MessageQueue dead = queue.dead();
        assertThat(dead).isNotNull();
        return dead == null ? queue : dead;
    }

    private static MessageFunction function(String name, ThrowingBody body) {
        return new MessageFunction() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void apply(String message, Outputs outputs) throws Exception {
                body.apply(message, outputs);
            }
        };
    }

    private interface ThrowingBody {
        void apply(String message, Outputs outputs) throws Exception;
    }

    private Worker start(MessageFunction function, List<Sink<String>> outputs) {
        return Worker.start(
                new Worker.Parts(
                        "test",
                        new MessageQueueSource(input, 10, Ticker.SYSTEM),
                        function,
                        outputs,
                        new MessageQueueDeadLetterSink(dead),
                        statistics,
                        0),
                Ticker.SYSTEM);
    }

    private void put(String... messages) {
        for (String message : messages) {
            assertThat(input.put(NewMessage.of(message)).done()).isTrue();
        }
    }

    private static List<String> drain(MessageQueue queue) {
        List<String> texts = new ArrayList<>();
        for (Delivery next = queue.get(); next != null; next = queue.get()) {
            texts.add(next.strictText());
        }
        return texts;
    }

    private void untilDone() {
        Eventually.until(
                "the input is handled",
                () -> input.status().acked() == input.status().put());
    }

    @Test
    void whateverAFunctionThrowsConcernsItsMessageOnly() {
        MessageQueue output = queue("output");
        MessageFunction function = function("fragile", (message, outputs) -> {
            outputs.send("half of " + message);
            switch (message) {
                case "exception" -> throw new java.io.IOException("no luck");
                case "runtime" -> throw new IllegalStateException("worse");
                case "poison" -> throw new PoisonException("bad taste");
                case "transient" -> throw new TransientException("not now");
                case "overflow" -> throw new StackOverflowError("too deep");
                case "linkage" -> throw new NoClassDefFoundError("gone");
                default -> outputs.send(message);
            }
        });
        try (Worker worker = start(function, List.of(new MessageQueueSink(output)))) {
            put("exception", "runtime", "poison", "transient", "overflow", "linkage", "good");
            untilDone();
            assertThat(worker.state()).isInstanceOf(PipelineState.Running.class);
            assertThat(worker.refused()).isEqualTo(6);
        }
        assertThat(drain(output)).containsExactly("half of good", "good");
        List<@Nullable String> reasons = new ArrayList<>();
        for (Delivery next = dead.get(); next != null; next = dead.get()) {
            reasons.add(next.strictText() + ": " + next.reason());
        }
        assertThat(reasons)
                .containsExactly(
                        "exception: operator: fragile threw java.io.IOException: no luck",
                        "runtime: operator: fragile threw java.lang.IllegalStateException: worse",
                        "poison: operator: bad taste",
                        "transient: operator: not now",
                        "overflow: operator: fragile threw java.lang.StackOverflowError: too deep",
                        "linkage: operator: fragile threw java.lang.NoClassDefFoundError: gone");
        assertThat(statistics.snapshot().in()).isEqualTo(7);
        assertThat(statistics.snapshot().out()).isEqualTo(1);
        assertThat(statistics.snapshot().total().count()).isEqualTo(1);
    }

    @Test
    void resultsGoWhereTheirChoiceSays() {
        List<MessageQueue> outputs = List.of(queue("a"), queue("b"), queue("c"));
        MessageFunction function = function("choose", (message, out) -> out.send(Long.parseLong(message), message));
        try (Worker _ = start(
                function,
                outputs.stream().<Sink<String>>map(MessageQueueSink::new).toList())) {
            put("10", "0", "1", "2", "3", "-5");
            untilDone();
        }
        assertThat(drain(outputs.get(0))).containsExactly("0", "3");
        assertThat(drain(outputs.get(1))).containsExactly("10", "1", "-5");
        assertThat(drain(outputs.get(2))).containsExactly("2");
    }

    @Test
    void oneInputMayHaveSeveralOutputsAndNone() {
        List<MessageQueue> outputs = List.of(queue("a"), queue("b"));
        try (Worker _ = start(
                Functions.find("inputdoubler").orElseThrow(),
                outputs.stream().<Sink<String>>map(MessageQueueSink::new).toList())) {
            put("x", "", "y");
            untilDone();
        }
        assertThat(drain(outputs.get(0))).containsExactly("x", "y");
        assertThat(drain(outputs.get(1))).containsExactly("x", "y");
        assertThat(statistics.snapshot().out())
                .as("counted also when there is no output")
                .isEqualTo(3);
    }

    @Test
    void aResultWithoutAnOutputIsADeadLetter() {
        try (Worker _ = start(Functions.find("passthrough").orElseThrow(), List.of())) {
            put("x");
            untilDone();
        }
        assertThat(dead.depth()).isEqualTo(1);
    }

    @Test
    void whatOneOutputRefusesIsNotWrittenTwiceToTheOthers() {
        MessageQueue good = queue("good");
        Sink<String> picky = new PickySink();
        MessageFunction function =
                function("length", (message, outputs) -> outputs.send(message.length() > 1 ? 1 : 0, message));
        try (Worker _ = start(function, List.of(new MessageQueueSink(good), picky))) {
            put("a", "bad", "b", "fine");
            untilDone();
        }
        assertThat(drain(good)).containsExactly("a", "b");
        assertThat(((PickySink) picky).taken).containsExactly("fine");
        assertThat(dead.depth()).isEqualTo(1);
    }

    private static final class PickySink implements Sink<String> {

        private final List<String> taken = new ArrayList<>();

        @Override
        public void open() {}

        @Override
        public void write(List<Record<String>> batch) {
            if (batch.stream().anyMatch(record -> record.value().equals("bad"))) {
                throw new PoisonException("not this");
            }
            batch.forEach(record -> taken.add(record.value()));
        }

        @Override
        public void close() {}
    }

    @Test
    void pongGoesOnForAWhile() {
        MessageQueue back = queue("back");
        Worker.Parts second = new Worker.Parts(
                "second",
                new MessageQueueSource(back, 10, Ticker.SYSTEM),
                Functions.find("pong").orElseThrow(),
                List.of(new MessageQueueSink(input)),
                null,
                new NodeStatistics("Pong", "SECOND", Ticker.SYSTEM),
                0);
        try (Worker first = start(Functions.find("pong").orElseThrow(), List.of(new MessageQueueSink(back)));
                Worker other = Worker.start(second, Ticker.SYSTEM)) {
            put("ping");
            Eventually.until(
                    "two thousand passes",
                    () -> statistics.snapshot().out() >= 1000
                            && other.statistics().snapshot().out() >= 1000);
            assertThat(first.refused() + other.refused()).isZero();
        }
    }

    @Test
    void whatIsInHandIsFinishedOnClosing() {
        MessageQueue output = queue("output");
        Worker worker = start(Functions.find("passthrough").orElseThrow(), List.of(new MessageQueueSink(output)));
        IntStream.range(0, 1000).forEach(i -> put(Integer.toString(i)));
        Eventually.until("it has begun", () -> output.depth() > 0);
        worker.close();
        int handled = output.depth();
        assertThat(input.status().acked()).isEqualTo(handled);
        assertThat(drain(output))
                .isEqualTo(
                        IntStream.range(0, handled).mapToObj(Integer::toString).toList());
    }
}
