package io.millrace.connector.proton;

import io.millrace.sql.SqlException;
import io.millrace.sql.parse.Query;
import io.millrace.sql.parse.Source;
import io.millrace.sql.parse.SqlParser;
import io.millrace.sql.parse.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether a query ends by itself, as far as its text tells. What the parser does not understand counts as streaming
 * when it reads anything that is not within {@code table(...)}.
 */
final class Boundedness {

    private static final Pattern FROM = Pattern.compile("\\bfrom\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TABLE =
            Pattern.compile("\\bfrom\\s+table\\s*\\(|\\bquery_mode\\s*=\\s*'table'", Pattern.CASE_INSENSITIVE);

    private Boundedness() {}

    static boolean of(String sql) {
        if (!List.of("SELECT", "WITH", "(").contains(Script.firstWord(sql))) {
            return true;
        }
        try {
            return SqlParser.parse(sql) instanceof Statement.Select(Query query) && bounded(query, Map.of());
        } catch (SqlException _) {
            return !FROM.matcher(sql).find() || TABLE.matcher(sql).find();
        }
    }

    private static boolean bounded(Query query, Map<String, Query> outer) {
        if (query.settings().stream().anyMatch(Boundedness::bounds)) {
            return true;
        }
        Map<String, Query> names = new HashMap<>(outer);
        query.ctes().forEach(cte -> names.put(cte.name(), cte.query()));
        Source from = query.from();
        return (from == null || bounded(from, names))
                && query.unions().stream().allMatch(union -> bounded(union, names));
    }

    private static boolean bounds(Query.Setting setting) {
        return switch (setting.name().toLowerCase(Locale.ROOT)) {
            case "query_mode" -> setting.value().equalsIgnoreCase("table");
            case "max_events" -> !setting.value().strip().equals("0");
            default -> false;
        };
    }

    private static boolean bounded(Source source, Map<String, Query> names) {
        return switch (source) {
            case Source.Named named -> {
                Query cte = named.parts().size() == 1 ? names.get(named.parts().getFirst()) : null;
                // a name within its own definition means something else
                yield cte != null && bounded(cte, without(names, named.parts().getFirst()));
            }
            case Source.Function function ->
                function.name().equalsIgnoreCase("table") || bounded(function.input(), names);
            case Source.Nested nested -> bounded(nested.query(), names);
            case Source.Join join -> bounded(join.left(), names) && bounded(join.right(), names);
        };
    }

    private static Map<String, Query> without(Map<String, Query> names, String name) {
        Map<String, Query> fewer = new HashMap<>(names);
        fewer.remove(name);
        return fewer;
    }
}
