package io.millrace.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs SQL pipelines: the embedded engine, or a real server behind a driver.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public interface Engine extends AutoCloseable {

    /**
     * Checks a pipeline's statements, in order, without any effect.
     *
     * @param sqls set-up statements, then exactly one query, one statement per element
     * @return what the query will give
     * @throws SqlException for the first statement that cannot run, with its number
     */
    QueryPlan check(List<String> sqls);

    /**
     * Runs the set-up statements in a scope of their own and prepares the query. Two pipelines may define the same
     * names.
     *
     * @param name for logs and meters
     * @param sqls as for {@link #check}
     * @throws SqlException as {@link #check}
     * @throws io.millrace.core.failure.TransientException when the engine cannot be reached now
     */
    EnginePipeline start(String name, List<String> sqls);

    /**
     * Why the server behind this engine could not be used when it was last tried; null when it could, was not tried
     * yet, or there is none.
     */
    default @Nullable String problem() {
        return null;
    }

    /** Tries the server behind this engine, if there is one, so that {@link #problem} is fresh. */
    default void probe() {}

    /** Stops everything that runs. */
    @Override
    void close();
}
