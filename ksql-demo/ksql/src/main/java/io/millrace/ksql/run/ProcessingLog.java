package io.millrace.ksql.run;

/** Where failures of single records are told. Thread-safe; never blocks and never throws. */
@FunctionalInterface
public interface ProcessingLog {

    /** Tells nobody. */
    ProcessingLog IGNORED = failure -> {};

    void report(RecordFailure failure);
}
