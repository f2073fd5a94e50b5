package io.millrace.pipeline.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.app.PackageJson.Result;
import io.millrace.pipeline.graph.PlainValues;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of packages, as streams: one for each pipeline. Threads of pipelines hand packages over without waiting;
 * one thread encodes them. A stream without readers costs a look at a map.
 */
final class ResultStreams implements StreamProvider, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ResultStreams.class);
    private static final int HANDED_OVER = 16_384;
    private static final long HANDED_OVER_BYTES = 64L << 20;
    private static final int CHUNK = 512;

    private record Ended(Broadcast stream, DataPackage<Object> dataPackage, long bytes) {}

    private final ServedPipelines pipelines;
    private final ObjectMapper json;
    private final Ticker ticker;
    private final Map<String, Broadcast> streams = new ConcurrentHashMap<>();
    private final BlockingQueue<Ended> handedOver = new ArrayBlockingQueue<>(HANDED_OVER);
    private final AtomicLong handedOverBytes = new AtomicLong();
    private final LongAdder missed = new LongAdder();
    private volatile boolean idle = true;
    private @Nullable Thread thread;

    ResultStreams(ServedPipelines pipelines, ObjectMapper json, Ticker ticker) {
        this.pipelines = pipelines;
        this.json = json;
        this.ticker = ticker;
    }

    synchronized void start() {
        thread = Thread.ofVirtual().name("modules-results").start(this::run);
    }

    /** A package of a pipeline has ended; called on threads of pipelines. */
    void ended(String pipelineName, DataPackage<Object> ended) {
        Broadcast stream = streams.get(pipelineName);
        if (stream != null && stream.subscribers() > 0 && !handOver(stream, ended)) {
            missed.increment();
        }
    }

    private boolean handOver(Broadcast stream, DataPackage<Object> ended) {
        long bytes = PlainValues.bytes(ended.data());
        long before = handedOverBytes.getAndAdd(bytes);
        // one that is larger than the bound goes alone
        boolean taken = (before == 0 || before + bytes <= HANDED_OVER_BYTES)
                && handedOver.offer(new Ended(stream, ended, bytes));
        if (!taken) {
            handedOverBytes.addAndGet(-bytes);
        }
        return taken;
    }

    /** Packages that no reader was told because they ended faster than they could be encoded. */
    long missed() {
        return missed.sum();
    }

    /** Ends the streams of pipelines that are gone; called now and then. */
    void tidy() {
        List<String> names =
                pipelines.list().stream().map(served -> served.name()).toList();
        streams.forEach((name, stream) -> {
            if (!names.contains(name) && streams.remove(name, stream)) {
                stream.end(new EndReason.Completed());
            }
        });
    }

    /** Waits up to a second until readers were given all packages that have ended. */
    void flush() throws InterruptedException {
        for (int i = 0; i < 100 && !(handedOver.isEmpty() && idle); i++) {
            ticker.sleep(Duration.ofMillis(10));
        }
    }

    private void run() {
        List<Ended> batch = new ArrayList<>(CHUNK);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Ended first = handedOver.take();
                idle = false;
                batch.add(first);
                handedOver.drainTo(batch, CHUNK - 1);
                publish(batch);
                handedOverBytes.addAndGet(
                        -batch.stream().mapToLong(Ended::bytes).sum());
                batch.clear();
                idle = true;
            }
        } catch (InterruptedException _) {
            log.debug("no more results");
        }
    }

    private void publish(List<Ended> batch) throws InterruptedException {
        Map<Broadcast, List<DataPackage<Object>>> byStream = new LinkedHashMap<>();
        batch.forEach(ended ->
                byStream.computeIfAbsent(ended.stream(), _ -> new ArrayList<>()).add(ended.dataPackage()));
        for (Map.Entry<Broadcast, List<DataPackage<Object>>> stream : byStream.entrySet()) {
            stream.getKey().publish(chunk(stream.getValue()));
        }
    }

    private Chunk chunk(List<DataPackage<Object>> packages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] ends = new int[packages.size()];
        int rows = 0;
        for (DataPackage<Object> dataPackage : packages) {
            try {
                bytes.writeBytes((json.writeValueAsString(Result.of(dataPackage.snapshot(), null)) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                ends[rows++] = bytes.size();
            } catch (JsonProcessingException | RuntimeException e) {
                log.error("a package is no JSON, id={}", dataPackage.id(), e);
            }
        }
        return new Chunk(bytes.toByteArray(), ends, rows, null);
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        String pipeline = pipelines.find(name).name();
        Overflow overflow = request.overflow() == null ? Overflow.DROP_OLDEST : request.overflow();
        if (overflow == Overflow.BLOCK || overflow == Overflow.LATEST_BY_KEY) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "parameter overflow is '%s', must be drop-oldest, drop-newest or disconnect: a reader of results holds"
                                    .formatted(overflow.text())
                            + " up no pipeline, and results have no key");
        }
        Broadcast stream = streams.computeIfAbsent(pipeline, one -> new Broadcast(one, ticker));
        return StreamFeed.of(stream, SubscriberSettings.of(overflow));
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
