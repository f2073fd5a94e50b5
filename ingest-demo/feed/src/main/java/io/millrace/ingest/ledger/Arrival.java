package io.millrace.ingest.ledger;

/** What a ledger says to a trade that comes. */
public enum Arrival {
    /** It was not seen before. */
    NEW,
    /** It was seen before. */
    KNOWN,
    /** It is from before the series began. */
    TOO_OLD,
    /** It is so far ahead of the others that its id must be wrong. */
    TOO_FAR
}
