package io.millrace.connector.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.CompressionMethod;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * A server, asked through its own client. Nothing is tried again here: whoever calls does that.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class ClickHouseConnection implements AutoCloseable {

    private final ClickHouseSinkSettings settings;
    private final Client client;

    ClickHouseConnection(ClickHouseSinkSettings settings) {
        this.settings = settings;
        long millis = settings.timeout().toMillis();
        this.client = new Client.Builder()
                .addEndpoint(settings.address())
                .setUsername(settings.user())
                .setPassword(settings.password())
                // names are qualified, so that a database that is missing can be made
                .setDefaultDatabase("default")
                .compressServerResponse(false)
                .compressionMethod(CompressionMethod.LZ4)
                .compressClientRequest(settings.compress())
                .setMaxRetries(0)
                .retryOnFailures(ClientFaultCause.None)
                .setConnectTimeout(millis, ChronoUnit.MILLIS)
                .setConnectionRequestTimeout(millis, ChronoUnit.MILLIS)
                .setSocketTimeout(millis, ChronoUnit.MILLIS)
                .setExecutionTimeout(millis, ChronoUnit.MILLIS)
                .setClientName("millrace")
                .build();
    }

    /** Rows as text; {@code doing} begins the message of a failure. */
    @SuppressWarnings("try") // a response may be interrupted while it is closed
    List<List<String>> rows(String doing, String statement) throws InterruptedException {
        try (QueryResponse response = client.query(statement, new QuerySettings().setFormat(ClickHouseFormat.TSV))
                .get()) {
            String text = new String(response.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<List<String>> rows = new ArrayList<>();
            text.lines()
                    .forEach(line -> rows.add(List.of(line.split("\t", -1)).stream()
                            .map(ClickHouseConnection::unescaped)
                            .toList()));
            return rows;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // the client throws all kinds
            throw failure(doing, e);
        }
    }

    /** Carries out a statement without result. */
    void execute(String doing, String statement) throws InterruptedException {
        rows(doing, statement);
    }

    /** Inserts rows that were written in a form. */
    void insert(String doing, String table, RowEncoder.Form form, RowBuffer rows, InsertSettings how)
            throws InterruptedException {
        try (InsertResponse _ = client.insert(table, form.columns(), rows::writeTo, form.format(), how)
                .get()) {
            return;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // the client throws all kinds
            throw failure(doing, e);
        }
    }

    private StreamException failure(String doing, Exception thrown) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(doing + " was interrupted");
        }
        Throwable cause =
                thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        int code = ClickHouseFailures.code(cause);
        if (ClickHouseFailures.isLogin(code)) {
            return new FatalException(
                    "cannot log in to ClickHouse at " + settings.host() + ":" + settings.port() + " as user '"
                            + settings.user() + "': the user is unknown or the password is wrong",
                    cause);
        }
        return ClickHouseFailures.of(doing + " at " + settings.host() + ":" + settings.port(), cause);
    }

    private static String unescaped(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                char next = field.charAt(++i);
                text.append(next == 't' ? '\t' : next == 'n' ? '\n' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
