package io.millrace.pipeline.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code GET /metrics} of a module server, as the reference's server has it on a port of its own. */
final class MetricsPort implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;
    private final String host;

    private MetricsPort(HttpServer server, ExecutorService threads, String host) {
        this.server = server;
        this.threads = threads;
        this.host = host;
    }

    /**
     * Opens the port.
     *
     * @throws FatalException when it is taken, or the host has no address
     */
    static MetricsPort open(HostPort address, Supplier<List<ElementStatistics>> modules) {
        try {
            HttpServer server = HttpServer.create(address.resolve(), 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, modules));
            server.start();
            return new MetricsPort(server, threads, address.host());
        } catch (IOException e) {
            throw new FatalException("cannot listen on " + address + " for metrics: " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange, Supplier<List<ElementStatistics>> modules) throws IOException {
        try (exchange) {
            boolean found = exchange.getRequestURI().getPath().equals("/metrics");
            String text = found ? ModuleMetrics.text(modules.get()) : "metrics are at /metrics\n";
            exchange.getResponseHeaders().set("Content-Type", found ? ModuleMetrics.TYPE : "text/plain");
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(found ? 200 : 404, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** Where it listens, with the real port. */
    HostPort address() {
        return new HostPort(host, server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
