package io.millrace.ksql.engine;

import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.type.SqlType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a statement gave. Each knows the statement's text. */
public sealed interface StatementResult {

    String statement();

    /**
     * Something was created, changed or removed.
     *
     * @param commandId such as {@code stream/BUS_CONVERTED/create}
     * @param sequence place in the command log
     */
    record Executed(String statement, String commandId, String message, long sequence) implements StatementResult {}

    /** A statement that changes nothing that is kept: SET, DEFINE, INSERT INTO ... VALUES, IF NOT EXISTS. */
    record Done(String statement, String message) implements StatementResult {}

    /** Streams or tables. */
    record Sources(String statement, Kind kind, List<Description> sources, boolean extended)
            implements StatementResult {
        public Sources {
            sources = List.copyOf(sources);
        }
    }

    record Queries(String statement, List<QueryInfo> queries) implements StatementResult {
        public Queries {
            queries = List.copyOf(queries);
        }
    }

    record TopicList(String statement, List<TopicInfo> topics) implements StatementResult {
        public TopicList {
            topics = List.copyOf(topics);
        }
    }

    /** A topic of the cluster. */
    record TopicInfo(String name, int partitions, int replicas) {}

    record Properties(String statement, Map<String, String> properties) implements StatementResult {
        public Properties {
            properties = Map.copyOf(properties);
        }
    }

    record FunctionNames(String statement, List<String> names) implements StatementResult {
        public FunctionNames {
            names = List.copyOf(names);
        }
    }

    /** A function and the forms in which it can be called. */
    record FunctionForms(String statement, String name, List<String> forms) implements StatementResult {
        public FunctionForms {
            forms = List.copyOf(forms);
        }
    }

    record Types(String statement, Map<String, SqlType> types) implements StatementResult {
        public Types {
            types = Map.copyOf(types);
        }
    }

    record Variables(String statement, Map<String, String> variables) implements StatementResult {
        public Variables {
            variables = Map.copyOf(variables);
        }
    }

    record Described(String statement, Description description, boolean extended) implements StatementResult {}

    /** A stream or table with the queries that read and write it. */
    record Description(DataSource source, List<QueryInfo> readers, List<QueryInfo> writers) {
        public Description {
            readers = List.copyOf(readers);
            writers = List.copyOf(writers);
        }
    }

    /**
     * How a query runs.
     *
     * @param query null for one that does not run
     */
    record Explained(String statement, @Nullable QueryInfo query, String topology) implements StatementResult {}
}
