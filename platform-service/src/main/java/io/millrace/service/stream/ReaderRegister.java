package io.millrace.service.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Overflow;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All readers of a service: how many there are, how many there may be, and what they got. Thread-safe. */
final class ReaderRegister {

    private final StreamSettings settings;
    private final MeterRegistry registry;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byStream = new ConcurrentHashMap<>();

    ReaderRegister(StreamSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.registry = registry;
        StreamMeter.READERS.gauge(registry, all);
    }

    /**
     * Lets one more reader in.
     *
     * @throws InvalidRequestException if there are as many as may be
     */
    ReaderAccount admit(String stream, Format format) {
        if (all.incrementAndGet() > settings.maxReaders()) {
            all.decrementAndGet();
            throw tooMany("the service", settings.maxReaders());
        }
        if (byStream.merge(stream, 1, Integer::sum) > settings.maxReadersPerStream()) {
            release(stream);
            throw tooMany(stream, settings.maxReadersPerStream());
        }
        return new Account(stream, format);
    }

    private InvalidRequestException tooMany(String what, int max) {
        StreamMeter.REFUSED.counter(registry, Tags.empty()).increment();
        return new InvalidRequestException(Reason.TOO_MANY, what + " has as many readers as it may have, " + max);
    }

    private void release(String stream) {
        all.decrementAndGet();
        byStream.computeIfPresent(stream, (_, readers) -> readers == 1 ? null : readers - 1);
    }

    int readers() {
        return all.get();
    }

    int readers(String stream) {
        return byStream.getOrDefault(stream, 0);
    }

    private final class Account implements ReaderAccount {

        private final String stream;
        private final Tags tags;
        private final AtomicBoolean closed = new AtomicBoolean();
        private @Nullable Counter rowCounter;
        private @Nullable Counter byteCounter;

        Account(String stream, Format format) {
            this.stream = stream;
            this.tags = Tags.of("stream", stream, "format", format.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public void wrote(long rows, long bytes) {
            // made here and not before: only a stream that exists gets so far
            if (rowCounter == null) {
                rowCounter = StreamMeter.ROWS.counter(registry, tags);
            }
            if (byteCounter == null) {
                byteCounter = StreamMeter.BYTES.counter(registry, tags);
            }
            rowCounter.increment((double) rows);
            byteCounter.increment((double) bytes);
        }

        @Override
        public void dropped(Overflow policy, long rows) {
            StreamMeter.DROPPED
                    .counter(registry, tags.and("overflow", policy.text()))
                    .increment((double) rows);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(stream);
            }
        }
    }
}
