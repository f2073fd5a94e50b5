package io.millrace.mq.hub;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What nodes report, by pipeline key, for the last five minutes.
 *
 * <p><b>Threading:</b> thread-safe, by one lock.
 *
 * <p><b>Memory:</b> at most {@code maxKeys} keys with at most 600 posts each.
 */
public final class Hub {

    private final int maxKeys;
    private final Ticker ticker;
    private final Map<String, HubHistory> histories = new TreeMap<>();
    private long accepted;

    /**
     * An empty hub.
     *
     * @param maxKeys at least 1
     */
    public Hub(int maxKeys, Ticker ticker) {
        this.maxKeys = maxKeys;
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    /**
     * Takes a post. When there are too many keys, one that has been silent for five minutes makes room.
     *
     * @throws InvalidRequestException when there is none such
     */
    public synchronized void post(HubPost post) {
        double now = seconds();
        HubHistory history = histories.get(post.key());
        if (history == null) {
            makeRoom(now, post.key());
            history = new HubHistory(post.key());
            histories.put(post.key(), history);
        }
        history.add(now, post);
        accepted++;
    }

    private void makeRoom(double now, String key) {
        if (histories.size() < maxKeys) {
            return;
        }
        Map.Entry<String, HubHistory> silent = histories.entrySet().stream()
                .min(Comparator.comparingDouble(entry -> entry.getValue().lastSeen()))
                .orElseThrow();
        if (silent.getValue().lastSeen() > now - HubHistory.WINDOW) {
            throw new InvalidRequestException(
                    Reason.TOO_MANY,
                    "the hub keeps %d pipeline keys and all are in use; '%s' is one too many".formatted(maxKeys, key));
        }
        histories.remove(silent.getKey());
    }

    /** All keys, in their order. */
    public synchronized List<HubReport> reports() {
        double now = seconds();
        return histories.values().stream().map(history -> history.report(now)).toList();
    }

    /** One key; empty when nothing was posted for it. */
    public synchronized Optional<HubReport> report(String key) {
        double now = seconds();
        return Optional.ofNullable(histories.get(key)).map(history -> history.report(now));
    }

    /** Posts that were taken since the start. */
    public synchronized long accepted() {
        return accepted;
    }

    /** Keys that are known now. */
    public synchronized int keys() {
        return histories.size();
    }

    private double seconds() {
        Instant now = ticker.now();
        return now.getEpochSecond() + now.getNano() / 1e9;
    }
}
