package io.millrace.connector.proton;

import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which set-up of this engine made each name on the server last. Names are the server's, so a pipeline that defines
 * what another one has defined otherwise makes it anew before it reads, unless the other one is being read.
 *
 * <p><b>Threading:</b> thread-safe; set-ups run one at a time.
 */
final class Definitions {

    /** Runs the set-up of a script. */
    @FunctionalInterface
    interface SetUp {
        void run() throws IOException;
    }

    /** Who made a name, and how many queries read by that set-up now. */
    private static final class Maker {
        private final Script script;
        private int queries;

        private Maker(Script script) {
            this.script = script;
        }
    }

    /** A query that reads what its pipeline has made. */
    static final class Reading {
        private final List<Maker> makers;

        private Reading(List<Maker> makers) {
            this.makers = makers;
        }
    }

    private final Map<String, Maker> makers = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Makes the names of a script, whoever made them before.
     *
     * @throws TransientException when a query reads what another script has made of them
     */
    void make(Script script, SetUp setUp) throws IOException {
        lock.lock();
        try {
            refuseWhatIsRead(script);
            setUp.run();
            made(script);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Before a query: makes the names of a script again where another one has made them since. {@link #leave} follows.
     *
     * @throws TransientException when a query reads what another script has made of them
     */
    Reading enter(Script script, SetUp setUp) throws IOException {
        lock.lock();
        try {
            if (script.names().stream().anyMatch(name -> isOther(name, script))) {
                make(script, setUp);
            }
            Reading reading = new Reading(script.names().stream()
                    .map(makers::get)
                    .filter(Objects::nonNull)
                    .toList());
            reading.makers.forEach(maker -> maker.queries++);
            return reading;
        } finally {
            lock.unlock();
        }
    }

    /** The query has ended. */
    void leave(Reading reading) {
        lock.lock();
        try {
            reading.makers.forEach(maker -> maker.queries--);
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhatIsRead(Script script) {
        for (String name : script.names()) {
            Maker maker = makers.get(name);
            // a new version of a pipeline ends the queries of the one before
            if (maker != null
                    && maker.queries > 0
                    && !maker.script.pipeline().equals(script.pipeline())
                    && isOther(name, script)) {
                throw new TransientException(("'%s' is being read as pipeline '%s' has made it, and pipeline '%s' makes"
                                + " it otherwise on the same Proton; give the two streams different names, or read one"
                                + " pipeline after the other")
                        .formatted(name, maker.script.pipeline(), script.pipeline()));
            }
        }
    }

    private boolean isOther(String name, Script script) {
        Maker maker = makers.get(name);
        return maker != null && !setUp(maker.script).equals(setUp(script));
    }

    private static List<String> setUp(Script script) {
        return script.sqls().subList(0, script.sqls().size() - 1);
    }

    private void made(Script script) {
        for (String name : script.names()) {
            if (!makers.containsKey(name) || isOther(name, script)) {
                makers.put(name, new Maker(script));
            }
        }
    }
}
