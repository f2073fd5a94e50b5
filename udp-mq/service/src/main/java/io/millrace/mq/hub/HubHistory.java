package io.millrace.mq.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The last five minutes of one pipeline key. Guarded by the hub. */
final class HubHistory {

    /** How long a post is kept, in seconds. */
    static final int WINDOW = 300;

    private static final int MAX_POSTS = 600;
    private static final int MAX_SECONDS = 2 * WINDOW;
    private static final double RECENT = 10;

    /** What is kept of a post besides its throughput, which goes into one map for all. */
    private record Kept(double at, double t1, double seconds, boolean quiet, List<Long> bins) {}

    private final String key;
    private final Deque<Kept> posts = new ArrayDeque<>();
    private final SortedMap<Long, Long> throughput = new TreeMap<>();
    /** The latest second that a post ended in, by its sender's clock. */
    private long newest = -WINDOW - 1L;

    HubHistory(String key) {
        this.key = key;
    }

    void add(double now, HubPost post) {
        posts.addLast(new Kept(now, post.t1(), post.seconds(), post.quiet(), post.bins()));
        if (posts.size() > MAX_POSTS) {
            posts.removeFirst();
        }
        long end = (long) post.t1();
        if (end > newest + WINDOW || end < newest - WINDOW) {
            // the first post, or one by another clock: what came before means other seconds
            throughput.clear();
            newest = end;
        }
        newest = Math.max(newest, end);
        post.throughput().forEach((second, count) -> throughput.merge(second, count, Long::sum));
        // seconds without an entry had no message; a post tells of whole periods, so they count as zero
        throughput.putIfAbsent(end, 0L);
        throughput.tailMap(newest + 2).clear();
        throughput.headMap(newest - WINDOW + 1).clear();
        while (throughput.size() > MAX_SECONDS) {
            throughput.remove(throughput.firstKey());
        }
    }

    double lastSeen() {
        Kept last = posts.peekLast();
        return last == null ? 0 : last.at();
    }

    HubReport report(double now) {
        while (posts.size() > 1 && posts.getFirst().at() < now - WINDOW) {
            posts.removeFirst();
        }
        Kept last = posts.getLast();
        double age = Math.max(0, now - lastSeen());
        throughput.headMap(newest + (long) age - WINDOW + 1).clear();
        String state =
                age > Math.max(5, 3 * last.seconds()) ? HubReport.DEAD : last.quiet() ? HubReport.IDLE : HubReport.LIVE;
        boolean dead = state.equals(HubReport.DEAD);
        List<Long> all = bins(now - WINDOW);
        List<Long> recent = bins(now - Math.max(RECENT, last.seconds() + 1));
        return new HubReport(
                key,
                state,
                lastSeen(),
                age,
                posts.size(),
                dead ? 0 : lastSecond(last),
                HubBins.bound(recent, 0.5),
                HubBins.bound(recent, 0.99),
                topics(all, dead ? 0 : lastSecond(last)));
    }

    private List<Long> bins(double from) {
        List<Long> sums = new ArrayList<>(Collections.nCopies(HubBins.NAMES.size(), 0L));
        for (Kept kept : posts) {
            if (kept.at() > from) {
                for (int i = 0; i < sums.size(); i++) {
                    sums.set(i, sums.get(i) + kept.bins().get(i));
                }
            }
        }
        return sums;
    }

    /** The last second that is over: the one in which a post ends goes on in the next post. */
    private long lastSecond(Kept last) {
        return throughput.getOrDefault((long) last.t1() - 1, 0L);
    }

    private Map<String, Object> topics(List<Long> bins, long lastSecond) {
        Map<String, Object> topics = new LinkedHashMap<>();
        topics.put("latency-bins:last-5-mins", HubBins.named(bins));
        topics.put("latency-percentiles:last-5-mins", HubBins.percentiles(bins));
        topics.put("throughput-stats:last-5-mins", throughputStatistics());
        topics.put("total-throughput:last-1-sec", lastSecond);
        return topics;
    }

    private Map<String, Object> throughputStatistics() {
        List<Long> seconds = new ArrayList<>();
        if (throughput.size() > 1) {
            // neither the first nor the last second was seen in full
            for (long second = throughput.firstKey() + 1; second < throughput.lastKey(); second++) {
                seconds.add(throughput.getOrDefault(second, 0L));
            }
        }
        if (seconds.isEmpty()) {
            seconds.addAll(throughput.isEmpty() ? List.of(0L) : throughput.values());
        }
        Collections.sort(seconds);
        Map<String, Object> statistics = new LinkedHashMap<>();
        int half = seconds.size() / 2;
        double median = seconds.size() % 2 == 1 ? seconds.get(half) : (seconds.get(half - 1) + seconds.get(half)) / 2.0;
        statistics.put("min", seconds.getFirst());
        statistics.put("med", median);
        statistics.put("max", seconds.getLast());
        return statistics;
    }
}
