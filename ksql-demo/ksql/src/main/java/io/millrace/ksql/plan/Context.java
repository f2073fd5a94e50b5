package io.millrace.ksql.plan;

import io.millrace.ksql.ast.TypeName;
import io.millrace.ksql.expr.ExpressionCompiler;
import io.millrace.ksql.expr.Scope;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.type.SqlType;
import java.util.function.Function;

/** What the parts of the analysis share. */
record Context(Metastore metastore, Functions functions) {

    ExpressionCompiler compiler(Scope scope) {
        TypeResolver resolver = new TypeResolver(metastore);
        Function<TypeName, SqlType> types = resolver::resolve;
        return new ExpressionCompiler(scope, types, functions);
    }
}
