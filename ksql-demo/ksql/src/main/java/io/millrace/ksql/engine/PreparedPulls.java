package io.millrace.ksql.engine;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.PullPlan;
import io.millrace.ksql.plan.PullPlan.Bounds;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans of pull queries for one key, by their texts without the key: {@code SELECT a FROM t WHERE id =}. Whoever asks
 * for another key in the same words needs neither parser nor analyzer. Thread-safe.
 */
final class PreparedPulls {

    private static final int MAX_TEXTS = 1_000;
    private static final int MAX_LENGTH = 4_000;

    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    /** The plan of some key; valid while the application is at that version. */
    private record Prepared(PullPlan plan, SqlType keyType, long version) {}

    /** The plan for a text, null when it is not known. */
    @Nullable
    PullPlan find(String text, long version) {
        KeyText split = KeyText.of(text);
        Prepared known = split == null ? null : prepared.get(split.before());
        if (split == null || known == null || known.version() != version) {
            return null;
        }
        Object key = split.value(known.keyType());
        return key == null ? null : withKey(known.plan(), key);
    }

    /** Keeps a plan, if it is one for a key at the end of the text. */
    void remember(String text, Statement statement, PullPlan plan, long version) {
        KeyText split = KeyText.of(text);
        List<Column> keys = plan.origin().source().schema().keys();
        if (split == null || keys.size() != 1 || !asksForKeyAlone(statement, keys.getFirst())) {
            return;
        }
        SqlType type = keys.getFirst().type();
        Object key = split.value(type);
        if (key == null
                || !List.of(List.of(key)).equals(plan.keys())
                || !plan.bounds().equals(Bounds.ALL)) {
            return;
        }
        if (prepared.size() >= MAX_TEXTS) {
            prepared.clear();
        }
        prepared.put(split.before(), new Prepared(plan, type, version));
    }

    /** Whether the condition is {@code key = constant} and nothing else: then the look-up says it all. */
    private static boolean asksForKeyAlone(Statement statement, Column key) {
        return statement instanceof Statement.Select select
                && select.query().where() instanceof Comparison comparison
                && comparison.sign() == Comparison.Sign.EQUAL
                && comparison.left() instanceof Expression.Name name
                && name.name().equals(key.name())
                && comparison.right() instanceof Expression.Literal;
    }

    private static PullPlan withKey(PullPlan plan, Object key) {
        return new PullPlan(plan.origin(), List.of(List.of(key)), plan.bounds(), null, plan.columns(), plan.limit());
    }

    /**
     * A text that ends with {@code = constant;}.
     *
     * @param before all up to the sign, which holds neither texts nor comments
     * @param text of the constant, without quotes
     */
    private record KeyText(String before, String text, boolean quoted) {

        static @Nullable KeyText of(String statement) {
            int end = statement.length() - 1;
            while (end > 0 && statement.charAt(end) <= ' ') {
                end--;
            }
            if (statement.length() > MAX_LENGTH || end <= 0 || statement.charAt(end) != ';') {
                return null;
            }
            do {
                end--;
            } while (end > 0 && statement.charAt(end) <= ' ');
            KeyText split = statement.charAt(end) == '\'' ? quoted(statement, end) : number(statement, end + 1);
            return split == null || split.before.contains("--") || split.before.contains("/*") ? null : split;
        }

        private static @Nullable KeyText quoted(String statement, int last) {
            int first = statement.indexOf('\'');
            String before = statement.substring(0, first).stripTrailing();
            if (first == last || !before.endsWith("=")) {
                return null;
            }
            String text = statement.substring(first + 1, last);
            // a quote within would need to be told from the end of another text
            return text.indexOf('\'') >= 0 || text.contains("${") ? null : new KeyText(before, text, true);
        }

        private static @Nullable KeyText number(String statement, int end) {
            int first = end;
            while (first > 0 && statement.charAt(first - 1) >= '0' && statement.charAt(first - 1) <= '9') {
                first--;
            }
            String before = statement.substring(0, first).stripTrailing();
            // eighteen digits always fit
            boolean fits = end - first > 0 && end - first <= 18;
            return !fits || !before.endsWith("=") || before.indexOf('\'') >= 0
                    ? null
                    : new KeyText(before, statement.substring(first, end), false);
        }

        /** The constant as a value of the key's type; null when that takes more than this. */
        @Nullable
        Object value(SqlType type) {
            if (quoted) {
                return type == Scalar.STRING ? text : null;
            }
            long number = Long.parseLong(text);
            if (type == Scalar.BIGINT) {
                return number;
            }
            return type == Scalar.INTEGER && number <= Integer.MAX_VALUE ? (Object) (int) number : null;
        }
    }
}
