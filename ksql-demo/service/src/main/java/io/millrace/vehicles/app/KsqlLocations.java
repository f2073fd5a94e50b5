package io.millrace.vehicles.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import io.millrace.ksql.client.KsqlClient;
import io.millrace.ksql.client.KsqlColumn;
import io.millrace.ksql.client.KsqlPush;
import io.millrace.ksql.client.KsqlRow;
import io.millrace.ksql.client.KsqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Locations in a table of ksqlDB. Servers are chosen by names that the operator gave them, and vehicles become literals
 * of the column's type, so a request reaches no other server and is no other statement.
 */
final class KsqlLocations implements AutoCloseable {

    private static final String ALL = "*";

    private final Map<String, KsqlClient> servers;
    private final String defaultServer;
    private final String table;
    private final long maxLag;
    private final int maxRows;
    private final Map<String, List<KsqlColumn>> described = new ConcurrentHashMap<>();

    /**
     * Locations of a table.
     *
     * @param servers by name
     * @param maxLag how many records a pull query may be behind
     * @param maxRows of one answer
     */
    KsqlLocations(Map<String, KsqlClient> servers, String defaultServer, String table, long maxLag, int maxRows) {
        this.servers = new TreeMap<>(servers);
        this.defaultServer = defaultServer;
        this.table = KsqlText.identifier(table);
        this.maxLag = maxLag;
        this.maxRows = maxRows;
    }

    /** The rows as they are. */
    List<LocationRow> pull(@Nullable String server, String vehicle) throws InterruptedException {
        String sql = sql(server, vehicle, ";");
        List<LocationRow> rows = new ArrayList<>();
        client(server).pull(sql, Map.of("ksql.query.pull.max.allowed.offset.lag", Long.toString(maxLag)), row -> {
            if (rows.size() == maxRows) {
                throw new InvalidRequestException(
                        Reason.UNPROCESSABLE, "the table has more than " + maxRows + " rows: ask for one");
            }
            LocationRow found = row(row);
            if (found != null) {
                rows.add(found);
            }
        });
        return rows;
    }

    /** The rows as they change, until it is closed. */
    KsqlPush push(@Nullable String server, String vehicle) throws InterruptedException {
        return client(server).push(sql(server, vehicle, " emit changes;"), Map.of("auto.offset.reset", "latest"));
    }

    /** A row of the table; null when it says that a vehicle has none. */
    static @Nullable LocationRow row(KsqlRow row) {
        if (row.tombstone() || row.values().size() < 2) {
            return null;
        }
        JsonNode vehicle = row.values().get(0);
        JsonNode location = row.values().get(1);
        return vehicle.isNull() || location.isNull() ? null : new LocationRow(vehicle.asText(), location.asText());
    }

    private String sql(@Nullable String server, String vehicle, String end) throws InterruptedException {
        if (vehicle.equals(ALL)) {
            return "select * from " + table + end;
        }
        if (vehicle.isBlank() || vehicle.contains(ALL) || vehicle.length() > 200) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "parameter veh_id is '" + vehicle + "', must be one vehicle, or * for all");
        }
        KsqlColumn key = key(server);
        return "select * from " + table + " where " + KsqlText.identifier(key.name()) + " = "
                + KsqlText.literal(vehicle, key) + end;
    }

    /** The table's first column, asked for once: the reference's files declare it as a number or as text. */
    private KsqlColumn key(@Nullable String server) throws InterruptedException {
        String name = name(server);
        List<KsqlColumn> columns = described.get(name);
        if (columns == null) {
            columns = client(server).describe(table);
            if (columns.isEmpty()) {
                throw new TransientException("ksqlDB tells no columns of " + table);
            }
            described.put(name, columns);
        }
        return columns.getFirst();
    }

    private KsqlClient client(@Nullable String server) {
        String name = name(server);
        KsqlClient client = servers.get(name);
        if (client != null) {
            return client;
        }
        if (servers.isEmpty()) {
            throw new TransientException("no server of ksqlDB is set: vehicles.ksqldb.servers." + name);
        }
        throw new InvalidRequestException(
                Reason.MALFORMED,
                "parameter server is '" + name + "', must be one of " + String.join(", ", servers.keySet()));
    }

    private String name(@Nullable String server) {
        return server == null || server.isBlank() ? defaultServer : server;
    }

    @Override
    public void close() {
        servers.values().forEach(KsqlClient::close);
    }
}
