package io.millrace.sql.plan;

/** When the results of an aggregation come out. */
public sealed interface Emit {

    /**
     * Once the watermark, less {@code delayMillis}, passed the window's end. With a timeout also after that much
     * silence.
     */
    record AfterWindow(long delayMillis, long timeoutMillis) implements Emit {}

    /** Every period of wall-clock time, if something changed, or always when {@code repeat}. */
    record Periodic(long periodMillis, boolean repeat) implements Emit {}

    /** Changed groups after each input batch; with a batch period at most once per period. */
    record OnUpdate(long batchMillis) implements Emit {}

    /** All results after every input row. */
    record PerEvent() implements Emit {}

    /** Once, when the input ends. */
    record AtEnd() implements Emit {}
}
