package io.millrace.sql.exec.relation;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.plan.Command.ColumnDefinition;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The implicit columns of every stream: the event time {@code _tp_time} and the sequence number {@code _tp_sn}. */
final class EventTime {

    static final String NAME = "_tp_time";
    static final String SEQUENCE = "_tp_sn";
    static final DataType TYPE = DataType.datetime64(3, "UTC");

    private static final long MILLIS_PER_DAY = 86_400_000;

    private EventTime() {}

    /** User columns, then {@code _tp_time} unless the user gave it, then {@code _tp_sn}. */
    static Schema schema(List<ColumnDefinition> definitions) {
        List<Column> columns = new ArrayList<>();
        boolean given = false;
        for (ColumnDefinition definition : definitions) {
            columns.add(new Column(definition.name(), definition.type()));
            given |= definition.name().equals(NAME);
        }
        if (!given) {
            columns.add(new Column(NAME, TYPE));
        }
        columns.add(new Column(SEQUENCE, DataType.INT64));
        return new Schema(columns);
    }

    /**
     * Index of the column that gives the event time; -1 when the time of arrival does.
     *
     * @throws SqlException when the setting names no column with a time
     */
    static int sourceColumn(List<ColumnDefinition> definitions, @Nullable String setting) {
        if (setting == null) {
            return -1;
        }
        for (int i = 0; i < definitions.size(); i++) {
            if (definitions.get(i).name().equals(setting)) {
                if (!definitions.get(i).type().kind().isTemporal()) {
                    throw SqlException.of(
                            SqlException.Code.INVALID_SETTING,
                            "event_time_column '" + setting + "' is not a time but "
                                    + definitions.get(i).type().text());
                }
                return i;
            }
        }
        throw SqlException.of(
                SqlException.Code.INVALID_SETTING, "event_time_column '" + setting + "' is not a column of the stream");
    }

    /** A time column in milliseconds since the epoch; null times become 0. */
    static LongVector millis(Vector vector, DataType type, int size) {
        long[] from = ((LongVector) vector).values;
        long[] millis = new long[size];
        long multiplier = 1;
        long divisor = 1;
        switch (type.kind()) {
            case DATETIME64 -> {
                for (int digits = type.precision(); digits < 3; digits++) {
                    multiplier *= 10;
                }
                for (int digits = type.precision(); digits > 3; digits--) {
                    divisor *= 10;
                }
            }
            case DATE, DATE32 -> multiplier = MILLIS_PER_DAY;
            default -> multiplier = 1000;
        }
        if (type.kind() == TypeKind.DATETIME64 && type.precision() == 3 && vector.nulls == null) {
            return (LongVector) vector;
        }
        for (int i = 0; i < size; i++) {
            millis[i] = vector.isNull(i) ? 0 : Math.floorDiv(from[i] * multiplier, divisor);
        }
        return new LongVector(millis);
    }
}
