package io.millrace.ingest.rest;

import io.millrace.ingest.ledger.Search;
import java.util.List;

/** What became of a search. */
public sealed interface Answer {

    /** What was looked for. */
    Search search();

    /** All trades of the stretch that the exchange has. */
    record Found(Search search, List<FoundTrade> trades) implements Answer {
        public Found {
            trades = List.copyOf(trades);
        }
    }

    /** It may work later. */
    record Failed(Search search, String reason) implements Answer {}

    /** It never will. */
    record Refused(Search search, String reason) implements Answer {}
}
