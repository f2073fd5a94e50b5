package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.TypeName;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Similarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Types as written to types. */
final class TypeResolver {

    private final Metastore metastore;

    TypeResolver(Metastore metastore) {
        this.metastore = metastore;
    }

    SqlType resolve(TypeName type) {
        return switch (type) {
            case TypeName.Known known -> known.type();
            case TypeName.Named named -> named(named);
            case TypeName.ArrayOf array -> new SqlType.ArrayOf(resolve(array.item()));
            case TypeName.MapOf map -> new SqlType.MapOf(resolve(map.key()), resolve(map.value()));
            case TypeName.StructOf struct -> {
                List<SqlType.Field> fields = new ArrayList<>();
                struct.fields().forEach(field -> fields.add(new SqlType.Field(field.name(), resolve(field.type()))));
                yield new SqlType.StructOf(fields);
            }
        };
    }

    private SqlType named(TypeName.Named named) {
        SqlType type = metastore.type(named.name());
        if (type == null) {
            Stream<String> scalars = Arrays.stream(Scalar.values())
                    .filter(scalar -> scalar != Scalar.NULL)
                    .map(Scalar::name);
            Stream<String> others = Stream.of("VARCHAR", "DECIMAL", "ARRAY", "MAP", "STRUCT");
            List<String> names = Stream.of(scalars, others, metastore.types().keySet().stream())
                    .flatMap(name -> name)
                    .toList();
            String nearest = Similarity.nearest(named.name(), names);
            throw KsqlException.at(
                    named.position(),
                    "there is no type " + named.name() + (nearest == null ? "" : ": perhaps " + nearest));
        }
        return type;
    }
}
