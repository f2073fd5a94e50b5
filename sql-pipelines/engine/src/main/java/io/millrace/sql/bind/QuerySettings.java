package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.parse.Query;
import io.millrace.sql.plan.Plan;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SETTINGS of a query; an inner query inherits those of the outer one. */
record QuerySettings(
        boolean table, double eps, long maxEvents, @Nullable String seekTo) {

    static final QuerySettings DEFAULT = new QuerySettings(false, -1, 0, null);

    private static final Set<String> MEANINGFUL = Set.of("query_mode", "eps", "max_events", "seek_to");

    /** Settings of the product that change nothing here: they tune threads, blocks, checkpoints and logs. */
    private static final Set<String> HARMLESS = Set.of(
            "max_threads",
            "max_block_size",
            "max_insert_threads",
            "checkpoint_interval",
            "checkpoint_settings",
            "enable_backfill_from_historical_store",
            "enforce_append_only",
            "force_backfill_in_order",
            "emit_aggregated_during_backfill",
            "keep_versions",
            "log_queries",
            "max_execution_time",
            "max_memory_usage",
            "recovery_policy",
            "recovery_retry_for_sn_failure",
            "record_consume_batch_count",
            "record_consume_timeout_ms",
            "send_logs_level",
            "use_index",
            "default_hash_table",
            "default_hash_join",
            "max_hot_keys",
            "replay_speed",
            "output_format_json_quote_64bit_integers",
            "session_timezone",
            "wait_end_of_query",
            "query_resource_group",
            "substreams",
            "async_insert",
            "insert_block_id");

    static boolean knows(String name) {
        return MEANINGFUL.contains(name) || HARMLESS.contains(name);
    }

    QuerySettings with(List<Query.Setting> settings) {
        QuerySettings result = this;
        for (Query.Setting setting : settings) {
            result = result.with(setting);
        }
        return result;
    }

    private QuerySettings with(Query.Setting setting) {
        return switch (setting.name()) {
            case "query_mode" -> new QuerySettings(isTable(setting), eps, maxEvents, seekTo);
            case "eps" -> new QuerySettings(table, number(setting), maxEvents, seekTo);
            case "max_events" -> new QuerySettings(table, eps, maxEvents(setting), seekTo);
            case "seek_to" -> new QuerySettings(table, eps, maxEvents, setting.value());
            default -> {
                if (!HARMLESS.contains(setting.name())) {
                    Set<String> known = new java.util.TreeSet<>(MEANINGFUL);
                    known.addAll(HARMLESS);
                    throw Errors.unknown(setting.position(), Code.UNKNOWN_SETTING, "setting", setting.name(), known);
                }
                yield this;
            }
        };
    }

    private static boolean isTable(Query.Setting setting) {
        return switch (setting.value()) {
            case "table" -> true;
            case "streaming" -> false;
            default -> throw invalid(setting, "'table' or 'streaming'");
        };
    }

    private static double number(Query.Setting setting) {
        try {
            double number = Double.parseDouble(setting.value());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw invalid(setting, "a number");
    }

    private static long maxEvents(Query.Setting setting) {
        try {
            long events = Long.parseLong(setting.value());
            if (events >= 0) {
                return events;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw invalid(setting, "a whole number, 0 or more");
    }

    static RuntimeException invalid(Query.Setting setting, String expected) {
        return Errors.at(
                setting.position(),
                Code.INVALID_SETTING,
                "setting " + setting.name() + " must be " + expected + ", was '" + setting.value() + "'");
    }

    Plan.ScanOptions scanOptions() {
        return eps < 0 && maxEvents == 0 && seekTo == null
                ? Plan.ScanOptions.DEFAULT
                : new Plan.ScanOptions(eps, maxEvents, seekTo);
    }
}
