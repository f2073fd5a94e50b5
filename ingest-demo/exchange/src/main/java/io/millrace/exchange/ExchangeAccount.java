package io.millrace.exchange;

import java.util.List;
import java.util.Map;

/**
 * What an exchange has done since it began.
 *
 * @param products the trades of each
 * @param frames frames written, of each type, summed over the connections
 * @param faults how often each fault has struck
 * @param connections connections now
 * @param accepted connections made
 * @param limited connections and requests refused because of a limit
 * @param slow connections cut since their clients read too slowly
 * @param played messages of the capture played, of each type; empty without a capture
 * @param skipped messages of the capture that are no data, and lines that are no message
 * @param playOver whether a capture was played to its end
 */
public record ExchangeAccount(
        List<ProductAccount> products,
        Map<String, Long> frames,
        Map<Fault, Long> faults,
        int connections,
        long accepted,
        long limited,
        long slow,
        Map<String, Long> played,
        long skipped,
        boolean playOver) {

    public ExchangeAccount {
        products = List.copyOf(products);
        frames = Map.copyOf(frames);
        faults = Map.copyOf(faults);
        played = Map.copyOf(played);
    }
}
