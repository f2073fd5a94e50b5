package io.millrace.gateway.query;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Overflow;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reader may ask of a result. */
final class SchemaRules {

    private SchemaRules() {}

    static void checkKey(Schema schema, @Nullable String key) {
        if (key != null && schema.indexOf(key) < 0) {
            throw new InvalidRequestException(
                    Reason.UNPROCESSABLE,
                    "there is no column '%s' to keep the latest row of; the columns are %s"
                            .formatted(
                                    key,
                                    schema.columns().stream().map(Column::name).collect(Collectors.joining(", "))));
        }
    }

    static void checkLatest(Overflow overflow, @Nullable String key) {
        if (overflow == Overflow.LATEST_BY_KEY && key == null) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "latest-by-key needs a column; add key=<column> to the request");
        }
    }
}
