package io.millrace.mq.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rates and depths of the last five minutes.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class LiveHistory {

    private static final int SECONDS = 300;

    /**
     * One line of the page.
     *
     * @param node messages out per second by node
     * @param depth messages that wait by edge
     * @param edge messages out per second by edge
     */
    private record Point(long time, Map<String, Long> node, Map<String, Long> depth, Map<String, Long> edge) {}

    private final Deque<Point> points = new ArrayDeque<>();

    synchronized void add(LiveStatus status) {
        Map<String, Long> node = new LinkedHashMap<>();
        Map<String, Long> depth = new LinkedHashMap<>();
        Map<String, Long> edge = new LinkedHashMap<>();
        status.nodes().forEach(one -> node.put(one.name(), Math.max(one.inPerSecond(), one.outPerSecond())));
        status.edges().forEach(one -> {
            depth.put(one.name(), one.depth());
            edge.put(one.name(), one.outPerSecond());
        });
        points.addLast(new Point(status.time(), node, depth, edge));
        if (points.size() > SECONDS) {
            points.removeFirst();
        }
    }

    /** For each node its rates, for each edge its rates and depths, oldest first, one for each second. */
    public synchronized Map<String, Object> series() {
        Map<String, Object> series = new LinkedHashMap<>();
        series.put("time", points.stream().map(Point::time).toList());
        series.put("nodes", columns(Point::node));
        series.put("edges", columns(Point::edge));
        series.put("depths", columns(Point::depth));
        return series;
    }

    private Map<String, List<Long>> columns(Function<Point, Map<String, Long>> part) {
        Map<String, List<Long>> columns = new LinkedHashMap<>();
        points.forEach(
                point -> part.apply(point).keySet().forEach(name -> columns.putIfAbsent(name, new ArrayList<>())));
        points.forEach(point ->
                columns.forEach((name, values) -> values.add(part.apply(point).getOrDefault(name, 0L))));
        return columns;
    }
}
