package io.millrace.mq.topology;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A node of a graph. */
public sealed interface NodeSpec {

    /** Unique in the graph. */
    String name();

    /** The id in statistics. */
    String vuid();

    /** Nodes of one process reach each other without a network. */
    String process();

    /** One word for pages and files: {@code worker}. */
    String kind();

    /**
     * Puts the lines of files on its edge.
     *
     * @param files whose lines are sent
     * @param sequential true to finish a file, and to let the graph settle, before the next; false for one line of each
     *     in turn, as the reference does
     * @param rate messages per second; 0 when {@code delay} says it
     * @param delay pause after each message
     * @param reliable true to await the queue's answers, so that nothing is lost
     */
    record Feeder(
            String name,
            String vuid,
            String process,
            List<String> files,
            boolean sequential,
            double rate,
            Duration delay,
            boolean reliable)
            implements NodeSpec {
        public Feeder {
            files = List.copyOf(files);
        }

        @Override
        public String kind() {
            return "feeder";
        }
    }

    /**
     * Applies a function to what it pulls.
     *
     * @param function name of a function, lower case
     * @param guarantee what it promises about each message
     * @param rate most messages per second; 0 for no limit
     */
    record Worker(String name, String vuid, String process, String function, Guarantee guarantee, double rate)
            implements NodeSpec {
        @Override
        public String kind() {
            return "worker";
        }
    }

    /** Ends a path: logs each message and measures its latency. */
    record Sink(String name, String vuid, String process) implements NodeSpec {
        @Override
        public String kind() {
            return "sink";
        }
    }

    /** What a worker promises. */
    enum Guarantee {
        /** A message is taken by GET: a lost datagram loses it. Understood by queues of the reference. */
        AT_MOST_ONCE,
        /** A message is leased and acknowledged when its outputs are stored. */
        AT_LEAST_ONCE;

        /** As in files: {@code at-least-once}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
