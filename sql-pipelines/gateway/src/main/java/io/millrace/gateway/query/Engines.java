package io.millrace.gateway.query;

import io.millrace.gateway.catalog.Backend;
import io.millrace.gateway.catalog.PipelineCatalog;
import io.millrace.sql.Engine;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/**
 * Which engine runs a pipeline: the one in this process, or one for each server that a file names. Closing closes the
 * engines.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class Engines implements AutoCloseable {

    private final Engine embedded;
    private final Function<Backend, Engine> proton;
    private final Map<Backend, Engine> servers = new HashMap<>();

    /** @param proton makes the engine for a server; does no I/O */
    public Engines(Engine embedded, Function<Backend, Engine> proton) {
        this.embedded = embedded;
        this.proton = proton;
    }

    /**
     * An engine by its name.
     *
     * @param backend the server, for an engine that has one
     */
    synchronized Engine engine(String name, Backend backend) {
        return name.equals(PipelineCatalog.PROTON) ? servers.computeIfAbsent(backend, proton) : embedded;
    }

    /** Closes the engines of all servers but one. */
    synchronized void keepOnly(Backend backend) {
        for (Iterator<Map.Entry<Backend, Engine>> rest = servers.entrySet().iterator(); rest.hasNext(); ) {
            Map.Entry<Backend, Engine> server = rest.next();
            if (!server.getKey().equals(backend)) {
                rest.remove();
                server.getValue().close();
            }
        }
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(Engine::close);
        servers.clear();
        embedded.close();
    }
}
