package io.millrace.ingest.message;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one message, each checked for what it must be. */
record Fields(JsonRow row) {

    /** Longest part of a value that a reason repeats. */
    private static final int SHOWN = 64;

    String text(String name) {
        return switch (row.field(name)) {
            case null -> throw missing(name);
            case String text when !text.isEmpty() -> text;
            case Object other -> throw wrong(name, "a text", other);
        };
    }

    String product() {
        String product = text("product_id");
        if (!Products.isProduct(product)) {
            throw wrong("product_id", "like BTC-USD", product);
        }
        return product;
    }

    long id(String name) {
        long id = count(name);
        if (id == 0) {
            throw wrong(name, "a positive whole number", id);
        }
        return id;
    }

    long count(String name) {
        return switch (row.field(name)) {
            case null -> throw missing(name);
            // so that one more is still a number
            case Long number when number >= 0 && number < Long.MAX_VALUE -> number;
            case Object other -> throw wrong(name, "a whole number that is not negative", other);
        };
    }

    String positive(String name) {
        String text = text(name);
        if (!Decimals.isPositive(text)) {
            throw wrong(name, "a positive decimal number in quotes", text);
        }
        return text;
    }

    Side side(String name) {
        return switch (text(name)) {
            case "buy" -> Side.BUY;
            case "sell" -> Side.SELL;
            case String other -> throw wrong(name, "buy or sell", other);
        };
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return Times.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(name, "a time like 2025-02-04T02:00:06.419368Z", text);
        }
    }

    @Nullable
    Instant timeIfAny(String name) {
        return row.field(name) == null ? null : time(name);
    }

    /** How many levels of price and size there are. */
    int levels(String name) {
        List<?> levels = list(name);
        for (Object level : levels) {
            // some channels add the number of orders
            if (!(level instanceof List<?> pair
                    && pair.size() >= 2
                    && isAmount(pair.get(0))
                    && isAmount(pair.get(1)))) {
                throw wrong(name, "a list of [\"price\",\"size\"]", String.valueOf(level));
            }
        }
        return levels.size();
    }

    int changes() {
        List<?> changes = list("changes");
        for (Object change : changes) {
            if (!(change instanceof List<?> triple
                    && triple.size() == 3
                    && ("buy".equals(triple.get(0)) || "sell".equals(triple.get(0)))
                    && isAmount(triple.get(1))
                    && isAmount(triple.get(2)))) {
                throw wrong("changes", "a list of [\"buy\" or \"sell\",\"price\",\"size\"]", String.valueOf(change));
            }
        }
        return changes.size();
    }

    private List<?> list(String name) {
        return switch (row.field(name)) {
            case null -> throw missing(name);
            case List<?> list -> list;
            case Object other -> throw wrong(name, "a list", other);
        };
    }

    private static boolean isAmount(@Nullable Object value) {
        return value instanceof String text && Decimals.isDecimal(text);
    }

    private static PoisonException missing(String name) {
        return new PoisonException("field '" + name + "' is missing");
    }

    private static PoisonException wrong(String name, String right, Object value) {
        String text = value.toString();
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return new PoisonException("field '" + name + "' must be " + right + ", was '" + shown + "'");
    }
}
