package io.millrace.ksql.run;

/** An evaluation per thread, for the few places where Kafka Streams shares one function among its tasks. */
final class Evaluations {

    private final ThreadLocal<Evaluation> own;

    Evaluations(QueryContext context, String step) {
        this.own = ThreadLocal.withInitial(() -> context.evaluation(step));
    }

    Evaluation get() {
        return own.get();
    }
}
