package io.millrace.ksql.plan;

import io.millrace.ksql.ast.Relation;
import io.millrace.ksql.expr.TypedExpression;
import org.jspecify.annotations.Nullable;

/** Where the rows of a query come from. */
public sealed interface Origin {

    /** Of the rows it gives. */
    Layout layout();

    /** Whether its rows are changes of a table. */
    boolean isTable();

    /**
     * A stream or table. Its layout: the columns of its schema in their order, then ROWTIME (BIGINT, milliseconds),
     * ROWPARTITION (INTEGER), ROWOFFSET (BIGINT), and for a windowed source WINDOWSTART and WINDOWEND (BIGINT,
     * milliseconds). ROWPARTITION and ROWOFFSET may be null where a row does not come from its topic directly.
     */
    record Source(DataSource source, String alias, Layout layout) implements Origin {
        @Override
        public boolean isTable() {
            return source.isTable();
        }
    }

    /**
     * Two origins side by side. Its layout: the left one's, the right one's, then one place ROWKEY for the key on which
     * they were joined (null for a foreign key, where the key stays the left one's).
     *
     * @param leftKey over the left origin's rows
     * @param rightKey over the right source's rows
     * @param within for two streams, else null
     * @param repartitionLeft whether the left key is not what the left records are partitioned by
     * @param repartitionRight likewise
     */
    record Join(
            Origin left,
            Source right,
            Relation.Join.Kind kind,
            Type type,
            TypedExpression leftKey,
            TypedExpression rightKey,
            Relation.@Nullable Within within,
            boolean repartitionLeft,
            boolean repartitionRight,
            Layout layout)
            implements Origin {

        /** What is joined with what. */
        public enum Type {
            STREAM_STREAM,
            /** Each row of the stream looks into the table as it is at that moment. */
            STREAM_TABLE,
            TABLE_TABLE,
            /** The left table refers to the right one's primary key by one of its columns. */
            FOREIGN_KEY
        }

        @Override
        public boolean isTable() {
            return type == Type.TABLE_TABLE || type == Type.FOREIGN_KEY;
        }
    }
}
