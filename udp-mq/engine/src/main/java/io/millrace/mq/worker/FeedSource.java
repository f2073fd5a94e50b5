package io.millrace.mq.worker;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.statistics.PythonText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of files as FIX messages with the time of feeding: {@code "8=FIX.4.2|35=D|999=1458195070.31|"}, where a bar
 * stands for SOH, the quotes included.
 *
 * <p>The time is when the message was meant to be sent, and so is the start of its latency: a queue that makes the
 * feeder wait cannot make its own latencies look short. Ends when the files do.
 */
final class FeedSource implements Source<String> {

    private static final Logger log = LoggerFactory.getLogger(FeedSource.class);
    private static final int MAX_BATCH = 256;
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofMillis(5);
    private static final char SOH = '\u0001';

    private final ArrayDeque<List<Path>> groups = new ArrayDeque<>();
    private final Pace pace;
    private final NodeStatistics statistics;
    private final BooleanSupplier settled;
    private final Ticker ticker;
    private volatile boolean closed;
    private @Nullable FeedFiles files;
    private @Nullable String ahead;
    private boolean settling;
    private long sent;
    private long nextProgress;

    /**
     * A source.
     *
     * @param settled whether everything sent so far has been handled; asked between files that are sent one after the
     *     other
     */
    FeedSource(FeedSettings settings, NodeStatistics statistics, BooleanSupplier settled, Ticker ticker) {
        if (settings.sequential()) {
            settings.files().forEach(file -> groups.add(List.of(file)));
        } else {
            groups.add(settings.files());
        }
        this.pace = Pace.of(settings.rate(), settings.delay(), ticker);
        this.statistics = statistics;
        this.settled = settled;
        this.ticker = ticker;
    }

    @Override
    public void open() {
        groups.forEach(group -> group.forEach(FeedFiles::requireFile));
        if (files == null) {
            nextGroup();
            nextProgress = ticker.nanos() + PROGRESS.toNanos();
        }
    }

    private void nextGroup() {
        List<Path> group = groups.pollFirst();
        files = group == null ? null : new FeedFiles(group);
        ahead = files == null ? null : files.next();
    }

    @Override
    public Poll<String> poll(Duration timeout) throws InterruptedException {
        if (closed) {
            return new Poll.End<>();
        }
        if (settling) {
            if (!settled.getAsBoolean()) {
                ticker.sleep(SETTLING);
                return new Poll.Idle<>();
            }
            settling = false;
            pace.restart();
            nextGroup();
        }
        if (ahead == null) {
            return endOfGroup();
        }
        long wait = pace.nanosUntilNext();
        if (wait > 0) {
            ticker.sleep(Duration.ofNanos(Math.min(wait, timeout.toNanos())));
        }
        List<Record<String>> batch = due();
        return batch.isEmpty() ? new Poll.Idle<>() : new Poll.Batch<>(batch, () -> sent(batch));
    }

    private Poll<String> endOfGroup() {
        if (groups.isEmpty()) {
            log.info("feeder has come to the end of its files, sent={}", sent);
            return new Poll.End<>();
        }
        settling = true;
        return new Poll.Idle<>();
    }

    private List<Record<String>> due() {
        List<Record<String>> batch = new ArrayList<>();
        FeedFiles open = files;
        while (open != null && ahead != null && batch.size() < MAX_BATCH && pace.nanosUntilNext() <= 0) {
            Instant intended = pace.take();
            batch.add(Record.of(wrap(ahead, intended), intended));
            ahead = open.next();
        }
        return batch;
    }

    static String wrap(String line, Instant intended) {
        long micros = intended.getEpochSecond() * 1_000_000 + intended.getNano() / 1000;
        double seconds = micros / 1e6;
        StringBuilder text = new StringBuilder(line.length() + 28);
        text.append('"').append(line).append(SOH).append("999=");
        PythonText.number(seconds, text);
        return text.append(SOH).append('"').toString();
    }

    private void sent(List<Record<String>> batch) {
        Instant now = ticker.now();
        statistics.in(batch.size());
        statistics.out(batch.size());
        batch.forEach(record ->
                statistics.latency(Duration.between(record.timestamp(), now).toNanos()));
        sent += batch.size();
        if (ticker.nanos() - nextProgress >= 0) {
            nextProgress = ticker.nanos() + PROGRESS.toNanos();
            log.info("feeder has sent {} messages", sent);
        }
    }

    @Override
    public void close() {
        closed = true;
        FeedFiles open = files;
        if (open != null) {
            open.close();
        }
    }
}
