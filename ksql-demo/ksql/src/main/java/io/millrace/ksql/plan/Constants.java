package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.expr.Scope;
import io.millrace.ksql.parse.ExpressionText;

/** Where there are no rows. */
final class Constants {

    /** Refuses every column. */
    static final Scope SCOPE = name -> {
        throw KsqlException.at(
                name.position(),
                ExpressionText.of(name) + " is no value: there are no columns here. Texts stand in single quotes");
    };

    private Constants() {}
}
