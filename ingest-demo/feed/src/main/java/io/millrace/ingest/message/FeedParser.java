package io.millrace.ingest.message;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.message.FeedMessage.BookUpdate;
import io.millrace.ingest.message.FeedMessage.Failure;
import io.millrace.ingest.message.FeedMessage.Heartbeat;
import io.millrace.ingest.message.FeedMessage.Match;
import io.millrace.ingest.message.FeedMessage.Order;
import io.millrace.ingest.message.FeedMessage.Snapshot;
import io.millrace.ingest.message.FeedMessage.Status;
import io.millrace.ingest.message.FeedMessage.Subscriptions;
import io.millrace.ingest.message.FeedMessage.Ticker;
import io.millrace.ingest.message.FeedMessage.Unknown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Tells what a row of the feed says. */
public final class FeedParser {

    private FeedParser() {}

    /**
     * Reads a message and checks all that its type needs.
     *
     * @throws PoisonException when something is missing or wrong; the message names the field
     */
    public static FeedMessage parse(JsonRow row) {
        Fields fields = new Fields(row);
        String type = fields.text("type");
        return switch (type) {
            case "ticker" ->
                new Ticker(
                        row,
                        fields.product(),
                        fields.id("trade_id"),
                        fields.positive("price"),
                        fields.positive("last_size"),
                        fields.side("side"),
                        fields.time("time"));
            case "match", "last_match" ->
                new Match(
                        row,
                        fields.product(),
                        fields.id("trade_id"),
                        fields.positive("price"),
                        fields.positive("size"),
                        fields.side("side"),
                        fields.time("time"),
                        type.equals("last_match"));
            case "heartbeat" ->
                new Heartbeat(
                        row,
                        fields.product(),
                        fields.count("sequence"),
                        fields.count("last_trade_id"),
                        fields.time("time"));
            case "snapshot" ->
                new Snapshot(
                        row, fields.product(), fields.levels("bids"), fields.levels("asks"), fields.timeIfAny("time"));
            case "l2update" -> new BookUpdate(row, fields.product(), fields.changes(), fields.time("time"));
            case "received", "open", "done", "change" -> new Order(row, type, fields.product(), fields.time("time"));
            case "activate" -> new Order(row, type, fields.product(), fields.timeIfAny("time"));
            case "subscriptions" -> new Subscriptions(row, channels(row));
            case "error" ->
                new Failure(
                        row,
                        Objects.requireNonNullElse(row.string("message"), "error"),
                        Objects.requireNonNullElse(row.string("reason"), ""));
            case "status" -> new Status(row);
            default -> new Unknown(row, type);
        };
    }

    private static Map<String, Set<String>> channels(JsonRow row) {
        if (!(row.field("channels") instanceof List<?> list)) {
            throw new PoisonException("field 'channels' must be a list");
        }
        Map<String, Set<String>> channels = new HashMap<>();
        for (Object element : list) {
            if (element instanceof String name) {
                channels.put(name, Set.of());
            } else if (element instanceof Map<?, ?> channel && channel.get("name") instanceof String name) {
                Set<String> products = new HashSet<>();
                if (channel.get("product_ids") instanceof List<?> ids) {
                    ids.forEach(id -> products.add(String.valueOf(id)));
                }
                channels.put(name, Set.copyOf(products));
            } else {
                throw new PoisonException("field 'channels' must list objects with a name, has " + element);
            }
        }
        return channels;
    }
}
