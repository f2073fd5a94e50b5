package io.millrace.ksql.ast;

import io.millrace.sql.parse.Position;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A statement as written. Names are folded to upper case unless they were quoted. */
public sealed interface Statement {

    Position position();

    /** What can be created. */
    enum Kind {
        STREAM,
        TABLE
    }

    /**
     * {@code CREATE [OR REPLACE] [SOURCE] STREAM|TABLE [IF NOT EXISTS] name (columns) WITH (...)}.
     *
     * @param readOnly whether SOURCE was written
     * @param columns empty when they are to be taken from a schema registry
     */
    record CreateSource(
            Kind kind,
            boolean orReplace,
            boolean readOnly,
            boolean ifNotExists,
            String name,
            List<ColumnDefinition> columns,
            Properties properties,
            Position position)
            implements Statement {
        public CreateSource {
            columns = List.copyOf(columns);
        }
    }

    /** A column of a CREATE statement. */
    record ColumnDefinition(
            String name,
            TypeName type,
            ColumnRole role,
            @Nullable String header,
            Position position) {}

    /** Where a column's value comes from. */
    enum ColumnRole {
        VALUE,
        KEY,
        PRIMARY_KEY,
        /** All headers of the record. */
        HEADERS,
        /** The one header of a name. */
        HEADER
    }

    /** {@code CREATE [OR REPLACE] STREAM|TABLE [IF NOT EXISTS] name [WITH (...)] AS SELECT ...}. */
    record CreateAsSelect(
            Kind kind,
            boolean orReplace,
            boolean ifNotExists,
            String name,
            Properties properties,
            Query query,
            Position position)
            implements Statement {}

    /** {@code INSERT INTO name [WITH (QUERY_ID=...)] SELECT ...}. */
    record InsertSelect(String target, Properties properties, Query query, Position position) implements Statement {}

    /**
     * {@code INSERT INTO name [(columns)] VALUES (...)}.
     *
     * @param columns empty when all are meant, in their order
     */
    record InsertValues(String target, List<String> columns, List<Expression> values, Position position)
            implements Statement {
        public InsertValues {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }
    }

    /** A SELECT of its own: pull query without EMIT, else push query. */
    record Select(Query query, Position position) implements Statement {}

    record Drop(Kind kind, String name, boolean ifExists, boolean deleteTopic, Position position)
            implements Statement {}

    /** {@code TERMINATE id}; null for {@code TERMINATE ALL}. */
    record Terminate(@Nullable String query, Position position) implements Statement {}

    /** {@code SHOW|LIST ... [EXTENDED]}. */
    record Show(Subject subject, boolean all, boolean extended, Position position) implements Statement {
        /** What there is to see. */
        public enum Subject {
            STREAMS,
            TABLES,
            QUERIES,
            TOPICS,
            PROPERTIES,
            FUNCTIONS,
            TYPES,
            VARIABLES
        }
    }

    /** {@code DESCRIBE name [EXTENDED]}. */
    record Describe(String name, boolean extended, Position position) implements Statement {}

    /** {@code DESCRIBE STREAMS|TABLES [EXTENDED]}. */
    record DescribeAll(Kind kind, boolean extended, Position position) implements Statement {}

    record DescribeFunction(String name, Position position) implements Statement {}

    /** {@code EXPLAIN statement} or {@code EXPLAIN query-id}: one of the two is null. */
    record Explain(@Nullable Statement statement, @Nullable String query, Position position) implements Statement {}

    /**
     * {@code PRINT topic [FROM BEGINNING] [INTERVAL n] [LIMIT n]}.
     *
     * @param interval every how many records one is shown
     */
    record Print(String topic, boolean fromBeginning, int interval, OptionalInt limit, Position position)
            implements Statement {}

    record SetProperty(String name, String value, Position position) implements Statement {}

    record UnsetProperty(String name, Position position) implements Statement {}

    record AlterSystem(String name, String value, Position position) implements Statement {}

    record Define(String variable, String value, Position position) implements Statement {}

    record Undefine(String variable, Position position) implements Statement {}

    /** {@code ALTER STREAM|TABLE name ADD [COLUMN] c type, ...}. */
    record AlterSource(Kind kind, String name, List<ColumnDefinition> added, Position position) implements Statement {
        public AlterSource {
            added = List.copyOf(added);
        }
    }

    record CreateType(String name, boolean ifNotExists, TypeName type, Position position) implements Statement {}

    record DropType(String name, boolean ifExists, Position position) implements Statement {}

    /** {@code ASSERT [NOT EXISTS] TOPIC name [WITH (...)] [TIMEOUT n unit]}. */
    record AssertTopic(String topic, boolean exists, Properties properties, Duration timeout, Position position)
            implements Statement {}
}
