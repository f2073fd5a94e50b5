package io.millrace.ingest.live;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Rows for tests. */
final class Rows {

    private Rows() {}

    static List<Record<JsonRow>> of(String... texts) {
        return Stream.of(texts)
                .map(text -> Record.of(JsonRow.read(text), Instant.EPOCH))
                .toList();
    }

    static String trade(String product, long id, String price) {
        return "{\"type\":\"ticker\",\"product_id\":\"" + product + "\",\"trade_id\":" + id + ",\"price\":\"" + price
                + "\",\"last_size\":\"0.5\",\"side\":\"buy\",\"time\":\"2026-01-01T00:00:00Z\"}";
    }
}
