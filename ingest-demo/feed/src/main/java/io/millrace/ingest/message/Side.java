package io.millrace.ingest.message;

/** Which side of the book. */
public enum Side {
    BUY("buy"),
    SELL("sell");

    private final String text;

    Side(String text) {
        this.text = text;
    }

    /** As the exchange writes it. */
    public String text() {
        return text;
    }

    /** The other one: the taker's of a maker's. */
    public Side other() {
        return this == BUY ? SELL : BUY;
    }
}
