package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Similarity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks the column that WITH (TIMESTAMP = ...) names. */
final class Timestamps {

    private Timestamps() {}

    static DataSource.Timestamp check(String written, @Nullable String format, Schema schema, Position position) {
        boolean quoted = written.length() > 2 && written.startsWith("`") && written.endsWith("`");
        String name = quoted ? written.substring(1, written.length() - 1) : written.toUpperCase(Locale.ROOT);
        int index = schema.indexOf(name);
        if (index < 0) {
            String nearest = Similarity.nearest(name, schema.names());
            throw KsqlException.at(
                    position,
                    "TIMESTAMP names the column " + name + ", which does not exist"
                            + (nearest == null ? "" : ": perhaps " + nearest));
        }
        SqlType type = schema.columns().get(index).type();
        boolean text = type == Scalar.STRING;
        if (!text && type != Scalar.BIGINT && type != Scalar.TIMESTAMP) {
            throw KsqlException.at(
                    position,
                    "the TIMESTAMP column " + name + " must be BIGINT, TIMESTAMP or STRING, not " + type.text());
        }
        if (text != (format != null)) {
            throw KsqlException.at(
                    position,
                    text
                            ? "the TIMESTAMP column " + name + " is a STRING and needs a TIMESTAMP_FORMAT"
                            : "TIMESTAMP_FORMAT is for STRING columns; " + name + " is " + type.text());
        }
        return new DataSource.Timestamp(name, format);
    }
}
