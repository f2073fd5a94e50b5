package io.millrace.benchmark;

import io.millrace.core.flow.Overflow;
import io.millrace.core.time.Ticker;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.QueueStatus;
import io.millrace.mq.statistics.NodeMeter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue bounded at 100 MB that is fed at twice the rate at which it is drained, messages of 100 to 1,900 bytes.
 * Prints the heap after a full collection every few seconds, and fails when that exceeds 150 MB or a message is
 * unaccounted for. The argument is the time in seconds. Run it with {@code -Xmx150m}.
 */
final class MqMemoryBenchmark {

    private static final int BOUND = 100_000_000;
    private static final long HEAP = 150_000_000;
    private static final int DRAINED_PER_SECOND = 20_000;
    private static final int SAMPLES = 20;
    private static final int SHORTEST = 100;
    private static final int SPREAD = 1_800;

    private final MessageQueue queue = MessageQueue.create(
            MessageQueueSettings.of("memory")
                    .withBounds(Integer.MAX_VALUE, BOUND)
                    .withOverflow(Overflow.DROP_OLDEST),
            Ticker.SYSTEM,
            NodeMeter.NONE);
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong got = new AtomicLong();
    private volatile boolean over;

    private MqMemoryBenchmark() {}

    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 600;
        System.exit(new MqMemoryBenchmark().run(seconds) ? 0 : 1);
    }

    private boolean run(long seconds) throws InterruptedException, IOException {
        Thread feeder = Thread.ofPlatform().start(() -> paced(2 * DRAINED_PER_SECOND, this::put));
        Thread drainer = Thread.ofPlatform().start(() -> paced(DRAINED_PER_SECOND, this::get));
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long most = 0;
        System.out.printf("%8s %12s %12s %12s %12s%n", "second", "put", "depth", "bytes", "heap bytes");
        long start = System.nanoTime();
        for (int i = 1; i <= SAMPLES; i++) {
            long until = start + seconds * 1_000_000_000L * i / SAMPLES;
            while (System.nanoTime() - until < 0) {
                Thread.sleep(10);
            }
            System.gc();
            long heap = memory.getHeapMemoryUsage().getUsed();
            most = Math.max(most, heap);
            QueueStatus now = queue.status();
            System.out.printf(
                    "%8d %12d %12d %12d %12d%n", seconds * i / SAMPLES, now.put(), now.depth(), now.bytes(), heap);
        }
        over = true;
        feeder.join();
        drainer.join();
        return judge(most);
    }

    private boolean judge(long most) throws IOException {
        QueueStatus end = queue.status();
        long account = end.got() + end.displaced() + end.depth();
        boolean balanced = end.put() == put.get() && end.got() == got.get() && account == put.get();
        boolean full = end.bytes() > BOUND * 0.99 && end.displaced() > 0;
        System.out.printf(
                "put %d = got %d + dropped %d + depth %d: %s%n",
                put.get(), end.got(), end.displaced(), end.depth(), balanced ? "yes" : "NO");
        System.out.printf("the queue was full and dropped: %s%n", full ? "yes" : "NO (run it longer)");
        System.out.printf(
                "largest heap after a collection %.1f MB, at most %.0f: %s%n",
                most / 1e6, HEAP / 1e6, most <= HEAP ? "yes" : "NO");
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM")) {
                System.out.println("largest resident set"
                        + line.substring(line.indexOf(':')).replaceAll("\\s+", " "));
            }
        }
        return balanced && full && most <= HEAP;
    }

    private void put() {
        long n = put.get();
        // lengths that repeat after a while, from all over the range
        int length = SHORTEST + (int) (n * 7_919 % SPREAD);
        if (queue.put(NewMessage.of(new byte[length])).done()) {
            put.incrementAndGet();
        } else {
            throw new IllegalStateException("drop-oldest refused a message");
        }
    }

    private void get() {
        if (queue.get() != null) {
            got.incrementAndGet();
        }
    }

    /** Calls as often as it should have been called by now. */
    private void paced(int perSecond, Runnable call) {
        long start = System.nanoTime();
        long calls = 0;
        while (!over) {
            long due = (System.nanoTime() - start) / 1_000 * perSecond / 1_000_000;
            while (calls < due && !over) {
                call.run();
                calls++;
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
