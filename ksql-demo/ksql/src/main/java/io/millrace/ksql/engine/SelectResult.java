package io.millrace.ksql.engine;

import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.Schema;
import io.millrace.ksql.query.PushSource;
import io.millrace.ksql.query.RowSink;
import java.util.List;

/** What a SELECT gives. */
public sealed interface SelectResult {

    /** The columns in the order of the rows. */
    List<Column> columns();

    /** The columns as a schema. */
    default Schema schema() {
        return new Schema(columns());
    }

    /** A query of the present state, which has not begun. */
    final class Pull implements SelectResult {

        private final List<Column> columns;
        private final Reading reading;

        Pull(List<Column> columns, Reading reading) {
            this.columns = List.copyOf(columns);
            this.reading = reading;
        }

        /** Gives rows to one who takes them. */
        @FunctionalInterface
        interface Reading {
            void run(RowSink rows) throws InterruptedException;
        }

        @Override
        public List<Column> columns() {
            return columns;
        }

        /**
         * Gives all rows, on the calling thread.
         *
         * @throws io.millrace.core.failure.TransientException when nobody who has a part of them answers
         */
        public void run(RowSink rows) throws InterruptedException {
            reading.run(rows);
        }
    }

    /** A query that follows changes, which has begun; whoever gets it closes it. */
    record Push(PushSource source) implements SelectResult {
        @Override
        public List<Column> columns() {
            return source.columns();
        }
    }
}
