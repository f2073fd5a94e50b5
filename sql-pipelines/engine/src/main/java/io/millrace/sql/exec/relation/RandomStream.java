package io.millrace.sql.exec.relation;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.Functions;
import io.millrace.sql.function.ScalarFunction;
import io.millrace.sql.plan.Command.ColumnDefinition;
import io.millrace.sql.plan.Command.CreateRandomStream;
import io.millrace.sql.type.DataType;
import java.util.List;

/**
 * A stream of made-up rows. Nothing is generated unless it is read, and every read has a generator of its own. The rows
 * of one block share their event time, which is the time the schedule gave the block, not the time of a late wake-up.
 */
public final class RandomStream implements ReadableRelation {

    private static final int MAX_INTERVAL_MILLIS = 1000;
    /** Rates below count as unlimited. */
    private static final double LEAST_RATE = 0.00001;

    private final CreateRandomStream definition;
    private final Schema schema;
    private final int timeSource;
    private final int blockRows;

    /**
     * @param blockRows rows of a block when the rate is unlimited
     * @throws SqlException when a setting is out of range
     */
    public RandomStream(CreateRandomStream definition, int blockRows) {
        if (definition.intervalMillis() < 1 || definition.intervalMillis() > MAX_INTERVAL_MILLIS) {
            throw invalid(
                    "interval_time must be 1 to " + MAX_INTERVAL_MILLIS + " ms, was " + definition.intervalMillis());
        }
        if (definition.shards() < 1) {
            throw invalid("shards must be at least 1, was " + definition.shards());
        }
        if (!(definition.eps() >= 0) || definition.eps() > Integer.MAX_VALUE) {
            throw invalid("eps must be 0 to " + Integer.MAX_VALUE + ", was " + definition.eps());
        }
        this.definition = definition;
        this.schema = EventTime.schema(definition.columns());
        this.timeSource = EventTime.sourceColumn(definition.columns(), definition.eventTimeColumn());
        this.blockRows = blockRows;
    }

    private static SqlException invalid(String message) {
        return SqlException.of(SqlException.Code.INVALID_SETTING, message);
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int visibleColumns() {
        return schema.size() - 1;
    }

    /** The columns as they were declared. */
    public List<ColumnDefinition> definitions() {
        return definition.columns();
    }

    @Override
    public RowReader open(ReadRequest request) {
        double eps = request.options().eps() < 0
                ? definition.eps()
                : request.options().eps();
        if (request.bounded() || eps < LEAST_RATE) {
            return new UnpacedReader(this, request, blockRows);
        }
        return new PacedReader(this, request, eps);
    }

    int intervalMillis() {
        return definition.intervalMillis();
    }

    int shards() {
        return definition.shards();
    }

    /** Index of the column that gives the event time; -1 when the schedule does. */
    int timeSource() {
        return timeSource;
    }

    /** What makes the values of a column. */
    Expr generator(int column) {
        ColumnDefinition definition = this.definition.columns().get(column);
        Expr value = definition.defaultValue();
        return value == null ? random(definition.type()) : value;
    }

    private static Expr random(DataType type) {
        ScalarFunction function = Functions.scalar("random_in_type");
        if (function == null) {
            throw SqlException.of(SqlException.Code.UNKNOWN_FUNCTION, "unknown function random_in_type");
        }
        List<Expr> arguments = List.of(new Expr.Literal(type.text(), DataType.STRING));
        // each column has values of its own, so the key names the column's place by identity
        return new Expr.Call(function, arguments, type, "random_in_type#" + System.identityHashCode(arguments));
    }
}
