package io.millrace.pipeline.command;

import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.text.ErrorText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Prints the lines of the reference's demo and counts them. Thread-safe. */
final class DemoTally {

    static final Duration LOOK = Duration.ofMillis(20);

    private static final Map<Status, String> WORDS = Map.of(
            Status.SUCCESS, "OK",
            Status.EXIT, "EXIT",
            Status.OVERFLOW, "OVERFLOWN",
            Status.OUTDATED, "OUTDATED",
            Status.ERROR, "ERROR");
    private static final List<Status> ORDER =
            List.of(Status.SUCCESS, Status.EXIT, Status.OVERFLOW, Status.OUTDATED, Status.ERROR);

    private final PrintWriter out;
    private final AtomicInteger input = new AtomicInteger();
    private final Map<Status, AtomicInteger> ends = new ConcurrentHashMap<>();

    DemoTally(PrintWriter out) {
        this.out = out;
    }

    /** A package is about to be sent. */
    void sent() {
        input.incrementAndGet();
    }

    /** A package has ended. */
    void end(DataPackage<Object> ended) {
        out.println(WORDS.get(ended.status()) + ": " + text(ended));
        out.flush();
        ends.computeIfAbsent(ended.status(), _ -> new AtomicInteger()).incrementAndGet();
    }

    private static String text(DataPackage<Object> ended) {
        if (ended.status() == Status.ERROR) {
            return ended.errors().stream().map(ErrorText::of).collect(Collectors.joining(" "));
        }
        if (!(ended.data() instanceof Map<?, ?> data)) {
            return "Data: " + ended.data();
        }
        // As Python writes them.
        String condition = Boolean.TRUE.equals(data.get("condition")) ? "True" : "False";
        Object status = data.get("status");
        return "Data: " + data.get("key") + ", " + condition + ", " + (status == null ? "None" : status);
    }

    /** Whether that many have ended. */
    boolean ended(int count) {
        return ends() >= count;
    }

    private int ends() {
        return ends.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private int count(Status status) {
        AtomicInteger count = ends.get(status);
        return count == null ? 0 : count.get();
    }

    /** Prints the counts; says whether they add up. */
    boolean print() {
        out.println("Input " + input + " = "
                + ORDER.stream()
                        .map(status -> WORDS.get(status) + " " + count(status))
                        .collect(Collectors.joining(" + ")));
        out.flush();
        if (ends() == input.get()) {
            return true;
        }
        out.println("This does not add up: " + ends() + " of " + input + " packages ended");
        out.flush();
        return false;
    }
}
