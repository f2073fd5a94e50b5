package io.millrace.sql.wire;

import io.millrace.core.Source;
import io.millrace.core.flow.Overflow;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.bind.Statements;
import io.millrace.sql.exec.PreparedQuery;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the settings of a query ask of the endpoint, beside what they ask of the engine.
 *
 * @param overflow what happens while the client does not read
 */
record QueryOptions(Overflow overflow, int waitingBatches, RowLimit limit) {

    /** Settings of the endpoint, in a packet or in the SETTINGS clause. */
    static final Set<String> NAMES = Set.of("overflow", "max_result_rows", "result_overflow_mode", "max_block_size");

    private static final int MAX_BLOCK_ROWS = 65_536;

    /**
     * Those settings of a packet that the engine or the endpoint knows.
     *
     * @throws WireException for one that neither knows and that must not be ignored
     */
    static Map<String, String> known(ClientQuery query) {
        Map<String, String> known = new LinkedHashMap<>();
        query.settings().forEach((name, value) -> {
            if (NAMES.contains(name) || Statements.isQuerySetting(name)) {
                known.put(name, value);
            } else if (query.important().contains(name)) {
                throw new WireException(WireCode.UNKNOWN_SETTING, "unknown setting '" + name + "'");
            }
        });
        return known;
    }

    static QueryOptions of(PreparedQuery query, NativeSettings settings) {
        Map<String, String> given = query.foreignSettings();
        Overflow overflow = query.plan().bounded() ? Overflow.BLOCK : settings.overflow();
        String policy = given.get("overflow");
        if (policy != null) {
            overflow = Overflow.parse(policy)
                    .filter(parsed -> parsed != Overflow.LATEST_BY_KEY)
                    .orElseThrow(() -> invalid("overflow", "block, drop-oldest, drop-newest or disconnect", policy));
        }
        long maxBlock = number(given, "max_block_size", MAX_BLOCK_ROWS);
        RowLimit limit = new RowLimit(
                number(given, "max_result_rows", 0),
                breaks(given.getOrDefault("result_overflow_mode", "throw")),
                Math.clamp(maxBlock == 0 ? MAX_BLOCK_ROWS : maxBlock, 1, MAX_BLOCK_ROWS));
        return new QueryOptions(overflow, settings.waitingBatches(), limit);
    }

    private static boolean breaks(String mode) {
        return switch (mode) {
            case "break" -> true;
            case "throw", "" -> false;
            default -> throw invalid("result_overflow_mode", "'throw' or 'break'", mode);
        };
    }

    private static long number(Map<String, String> given, String name, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw invalid(name, "a whole number, 0 or more", text);
    }

    private static SqlException invalid(String name, String expected, String value) {
        return SqlException.of(
                SqlException.Code.INVALID_SETTING,
                "setting " + name + " must be " + expected + ", was '" + value + "'");
    }

    /** The rows of a query by the policy: pulled by the client alone, or with a bounded queue in between. */
    Source<RowBatch> buffered(Source<RowBatch> rows, NativeListener listener, Runnable disconnect) {
        return overflow == Overflow.BLOCK
                ? rows
                : new DroppingSource(rows, overflow, waitingBatches, listener, disconnect);
    }
}
