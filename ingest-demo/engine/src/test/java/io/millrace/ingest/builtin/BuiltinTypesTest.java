package io.millrace.ingest.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.config.IngestDocuments;
import io.millrace.ingest.letter.Letter;
import io.millrace.ingest.letter.LetterQuery;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.PipelineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuiltinTypesTest {

    @TempDir
    private Path folder;

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> "{\"type\":\"ticker\",\"n\":" + n + "}")
                .toList();
    }

    private Ingest start(String document) {
        Ingest ingest = Ingest.open(IngestSettings.of(folder.resolve("state")), Ticker.SYSTEM);
        ingest.apply(IngestDocuments.read("test.yaml", document, folder, Map.of()));
        return ingest;
    }

    private static PipelineStatus status(Ingest ingest) {
        return ingest.pipelines().getFirst().status();
    }

    private static void awaitEnd(Ingest ingest) {
        Eventually.until(
                "all is stored",
                () -> status(ingest).source().state() instanceof PartState.Ended
                        && status(ingest).sinks().stream().allMatch(sink -> sink.lagRows() == 0));
    }

    @Test
    void copiesAFileAndGoesOnWhereItGrew() throws IOException {
        String document = """
                source: {type: file, file_path: in.ndjson}
                sink: {type: file, file_path: out.ndjson, batch: {rows: 100}}
                """;
        Path in = folder.resolve("in.ndjson");
        Files.write(in, lines(0, 950));
        try (Ingest ingest = start(document)) {
            awaitEnd(ingest);
        }
        Files.writeString(in, "no row\n" + String.join("\n", lines(950, 2_500)) + "\n", StandardOpenOption.APPEND);
        try (Ingest ingest = start(document)) {
            awaitEnd(ingest);
            assertThat(ingest.pipelines().getFirst().letters().list(LetterQuery.newest(10)))
                    .singleElement()
                    .extracting(Letter::text)
                    .isEqualTo("no row");
            assertThat(status(ingest).source().rowsLogged()).isEqualTo(1_550);
        }
        assertThat(Files.readAllLines(folder.resolve("out.ndjson"))).isEqualTo(lines(0, 2_500));
    }

    @Test
    void storesRowsInDuckDb() throws IOException, SQLException {
        Files.write(folder.resolve("in.ndjson"), lines(0, 100));
        try (Ingest ingest = start("""
                source: {type: file, file_path: in.ndjson}
                sink: {type: duckdb, path: out.db, table: numbers, columns: [{name: n, type: BIGINT}]}
                """)) {
            awaitEnd(ingest);
            assertThat(status(ingest).sinks().getFirst().lastError()).isNull();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("out.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*), sum(n) FROM numbers")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(100);
            assertThat(rows.getLong(2)).isEqualTo(4_950);
        }
    }
}
