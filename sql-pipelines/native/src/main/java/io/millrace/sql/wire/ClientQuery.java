package io.millrace.sql.wire;

import io.millrace.sql.wire.codec.Revisions;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import io.millrace.sql.wire.codec.WireInput;
import io.millrace.sql.wire.codec.WireLimits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A query packet.
 *
 * @param id empty when the client leaves it to the server
 * @param settings by name, values as text
 * @param important names of those settings that must not be ignored
 * @param compressed true: blocks of both sides come in frames
 */
record ClientQuery(String id, Map<String, String> settings, Set<String> important, boolean compressed, String sql) {

    private static final int COMPLETE = 2;

    /**
     * Settings that clients before revision {@link Revisions#SETTINGS_AS_TEXT} send as text; the others are numbers.
     */
    private static final Set<String> TEXTS = Set.of(
            "client_name",
            "count_distinct_implementation",
            "distributed_product_mode",
            "format_csv_delimiter",
            "format_schema",
            "input_format_allow_errors_ratio",
            "join_overflow_mode",
            "key_store_password",
            "key_store_path",
            "key_store_type",
            "load_balancing",
            "max_streams_to_max_threads_ratio",
            "memory_tracker_fault_probability",
            "query_id",
            "query_mode",
            "result_overflow_mode",
            "seek_to",
            "totals_auto_threshold",
            "overflow");

    private static final int IMPORTANT = 1;

    /** Reads what follows the packet's type. */
    static ClientQuery read(WireInput in, int revision, WireLimits limits) throws IOException {
        String id = in.readText(limits.maxTextBytes(), "query id");
        readClientInfo(in, limits);
        Map<String, String> settings = new LinkedHashMap<>();
        Set<String> important = readSettings(in, revision, limits, settings);
        if (revision >= Revisions.SECRET) {
            in.readText(limits.maxTextBytes(), "secret of the cluster");
        }
        long stage = in.readVarint();
        if (stage != COMPLETE) {
            throw new WireException(
                    WireCode.NOT_SUPPORTED,
                    "stage " + Long.toUnsignedString(stage) + " of a query is not served, only complete ones (2)");
        }
        boolean compressed = in.readVarint() != 0;
        return new ClientQuery(
                id, settings, important, compressed, in.readText(limits.maxQueryBytes(), "text of the query"));
    }

    /** Proton's layout, which is the same for all revisions. */
    private static void readClientInfo(WireInput in, WireLimits limits) throws IOException {
        if (in.readByte() == 0) {
            return;
        }
        int max = limits.maxTextBytes();
        in.readText(max, "initial user");
        in.readText(max, "initial query id");
        in.readText(max, "initial address");
        in.readLong();
        int kind = in.readByte();
        if (kind != 1) {
            throw new WireException(
                    WireCode.NOT_SUPPORTED, "queries that came over HTTP (" + kind + ") are not served");
        }
        in.readText(max, "client's system user");
        in.readText(max, "client's host name");
        in.readText(max, "client's name");
        in.readVarint();
        in.readVarint();
        in.readVarint();
        in.readText(max, "quota key");
        in.readVarint();
        in.readVarint();
        if (in.readByte() != 0) {
            // trace id (16 bytes), span id (8)
            in.readLong();
            in.readLong();
            in.readLong();
            in.readText(max, "trace state");
            in.readByte();
        }
        in.readVarint();
        in.readVarint();
        in.readVarint();
    }

    private static Set<String> readSettings(WireInput in, int revision, WireLimits limits, Map<String, String> settings)
            throws IOException {
        Set<String> important = new java.util.HashSet<>();
        for (int count = 0; ; count++) {
            String name = in.readText(limits.maxTextBytes(), "name of a setting");
            if (name.isEmpty()) {
                return important;
            }
            if (count == limits.maxSettings()) {
                throw new WireException(
                        WireCode.LIMIT_EXCEEDED, "a query has more than " + limits.maxSettings() + " settings");
            }
            if (revision < Revisions.SETTINGS_AS_TEXT) {
                settings.put(
                        name,
                        TEXTS.contains(name)
                                ? in.readText(limits.maxTextBytes(), "value of setting " + name)
                                : Long.toString(in.readVarint()));
                continue;
            }
            if ((in.readVarint() & IMPORTANT) != 0) {
                important.add(name);
            }
            settings.put(name, in.readText(limits.maxTextBytes(), "value of setting " + name));
        }
    }
}
