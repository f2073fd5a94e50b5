package io.millrace.ingest.feed;

import io.millrace.connector.websocket.WebSocketMessage;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.ledger.TradeLedger;
import io.millrace.ingest.message.FeedMessage;
import io.millrace.ingest.message.FeedParser;
import io.millrace.ingest.message.Side;
import io.millrace.ingest.rest.Answer;
import io.millrace.ingest.rest.FoundTrade;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides of each message what becomes of it. Guarded by the source's lock. */
final class Sorter {

    private final FeedSettings settings;
    private final Set<String> rowTypes;
    private final Ledgers ledgers;
    private final Connections connections;
    private final Tally tally;

    Sorter(FeedSettings settings, Ledgers ledgers, Connections connections, Tally tally) {
        this.settings = settings;
        this.rowTypes = settings.rowTypes();
        this.ledgers = ledgers;
        this.connections = connections;
        this.tally = tally;
    }

    void sort(Delivery.Messages portion, long nanos, Instant now, Yield out) {
        tally.lastMessage = now;
        for (WebSocketMessage message : portion.messages()) {
            tally.messages++;
            sort(portion.from(), message, nanos, now, out);
            // behind the row that led to it, so that who reads them in order finds what it is about
            ledgers.tell(out);
        }
    }

    private void sort(FeedSession from, WebSocketMessage message, long nanos, Instant now, Yield out) {
        if (message.size() > settings.maxMessageBytes()) {
            refuse(
                    message,
                    "the message has " + message.size() + " bytes, more than max_message_bytes, "
                            + settings.maxMessageBytes(),
                    out);
            return;
        }
        FeedMessage read;
        try {
            read = FeedParser.parse(message.row());
        } catch (PoisonException e) {
            refuse(message, e.reason(), out);
            return;
        }
        switch (read) {
            case FeedMessage.Trade trade -> trade(from, message, trade, nanos, now, out);
            case FeedMessage.Heartbeat heartbeat -> heartbeat(from, heartbeat, nanos, now, out);
            case FeedMessage.Snapshot book -> other(from, book, book.product(), book.time(), now, out);
            case FeedMessage.BookUpdate book -> other(from, book, book.product(), book.time(), now, out);
            case FeedMessage.Order order -> other(from, order, order.product(), order.time(), now, out);
            case FeedMessage.Status status -> other(from, status, null, null, now, out);
            case FeedMessage.Subscriptions subscriptions -> {
                tally.control++;
                from.subscribed(subscriptions);
            }
            case FeedMessage.Failure failure -> {
                tally.control++;
                from.refused(failure);
            }
            case FeedMessage.Unknown unknown -> tally.ignore(unknown.type());
        }
    }

    private void refuse(WebSocketMessage message, String reason, Yield out) {
        tally.refused++;
        out.refused().add(new Yield.Refused(message, reason));
    }

    private void trade(
            FeedSession from, WebSocketMessage message, FeedMessage.Trade trade, long nanos, Instant now, Yield out) {
        TradeLedger ledger = ledgers.of(trade.type());
        if (ledger == null || !settings.products().contains(trade.product())) {
            other(from, trade, trade.product(), trade.time(), now, out);
            return;
        }
        switch (ledger.arrived(trade.product(), trade.tradeId(), nanos, now)) {
            case NEW -> row(trade.row(), trade.product(), trade.time(), out);
            case KNOWN -> tally.duplicates++;
            case TOO_OLD -> tally.ignore(trade.type() + " before the first");
            case TOO_FAR -> refuse(message, "field 'trade_id' is too far ahead, was '" + trade.tradeId() + "'", out);
        }
    }

    private void heartbeat(FeedSession from, FeedMessage.Heartbeat heartbeat, long nanos, Instant now, Yield out) {
        boolean ours = settings.products().contains(heartbeat.product());
        if (ours) {
            ledgers.heartbeat(heartbeat.product(), heartbeat.lastTradeId(), nanos, now);
        }
        if (ours && !rowTypes.contains("heartbeat") && settings.asked().contains("heartbeat")) {
            tally.control++;
        } else {
            other(from, heartbeat, heartbeat.product(), heartbeat.time(), now, out);
        }
    }

    /** A message that no number tells from another: taken from one connection only. */
    private void other(
            FeedSession from,
            FeedMessage message,
            @Nullable String product,
            @Nullable Instant time,
            Instant now,
            Yield out) {
        if (!rowTypes.contains(message.type())) {
            tally.ignore(message.type());
        } else if (product != null && !settings.products().contains(product)) {
            tally.ignore(message.type() + " of another product");
        } else if (!connections.leads(from)) {
            tally.duplicates++;
        } else {
            row(message.row(), product, Objects.requireNonNullElse(time, now), out);
        }
    }

    private void row(JsonRow row, @Nullable String product, Instant time, Yield out) {
        tally.rows++;
        out.rows().add(new Record<>(product, row, time, Map.of()));
    }

    /** Makes rows of what was found and is missing, and tells the ledger how the search went. */
    void sort(Delivery.Searched searched, long nanos, Instant now, Yield out) {
        TradeLedger ledger = Objects.requireNonNull(ledgers.of(searched.type()));
        switch (searched.answer()) {
            case Answer.Found found -> {
                for (FoundTrade trade : found.trades().reversed()) {
                    found(ledger, searched.type(), found.search().series(), trade, now, out);
                    ledgers.tell(out);
                }
                ledger.searched(found.search(), nanos, now);
            }
            case Answer.Failed failed -> ledger.failed(failed.search(), failed.reason(), nanos, now);
            case Answer.Refused refused -> ledger.refused(refused.search().series(), refused.reason(), now);
        }
    }

    private void found(TradeLedger ledger, String type, String product, FoundTrade trade, Instant now, Yield out) {
        JsonRow row = type.equals("ticker") ? ticker(product, trade) : match(product, trade);
        FeedMessage.Trade checked;
        try {
            checked = (FeedMessage.Trade) FeedParser.parse(row);
        } catch (PoisonException e) {
            out.refused()
                    .add(new Yield.Refused(WebSocketMessage.of(row.toString()), "from the REST API: " + e.reason()));
            return;
        }
        if (ledger.fetched(product, trade.tradeId(), now)) {
            tally.fetched++;
            out.rows().add(new Record<>(product, row, checked.time(), Map.of()));
        }
    }

    /** As the feed would have told it, as far as the REST API knows: a ticker has the taker's side. */
    private static JsonRow ticker(String product, FoundTrade trade) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "ticker");
        fields.put("sequence", 0L);
        fields.put("product_id", product);
        fields.put("price", trade.price());
        fields.put("side", trade.side().other().text());
        fields.put("time", trade.time());
        fields.put("trade_id", trade.tradeId());
        fields.put("last_size", trade.size());
        fields.put("refilled", true);
        return JsonRow.of(fields);
    }

    private static JsonRow match(String product, FoundTrade trade) {
        Side maker = trade.side();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "match");
        fields.put("trade_id", trade.tradeId());
        fields.put("side", maker.text());
        fields.put("size", trade.size());
        fields.put("price", trade.price());
        fields.put("product_id", product);
        fields.put("sequence", 0L);
        fields.put("time", trade.time());
        fields.put("refilled", true);
        return JsonRow.of(fields);
    }
}
