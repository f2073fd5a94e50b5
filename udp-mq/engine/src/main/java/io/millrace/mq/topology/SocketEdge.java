package io.millrace.mq.topology;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.topology.NodeSpec.Guarantee;
import io.millrace.mq.worker.Arrivals;
import io.millrace.mq.worker.DatagramServer;
import io.millrace.mq.worker.SocketSink;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edge that is the port of a sink. Nothing is stored on it, so there is nothing to count. */
final class SocketEdge implements RunningEdge {

    private final EdgeSpec spec;
    private final NodeStatistics statistics;
    private final Arrivals arrivals;
    private final DatagramServer server;

    SocketEdge(EdgeSpec spec, Arrivals arrivals, Ticker ticker) {
        this.spec = spec;
        this.statistics = new NodeStatistics("Socket", spec.vuid(), ticker);
        this.arrivals = arrivals;
        InetSocketAddress listen = HostPort.parse(spec.address() == null ? "127.0.0.1:0" : spec.address())
                .resolve();
        this.server = DatagramServer.start("sink", listen, arrivals::accept);
    }

    @Override
    public EdgeSpec spec() {
        return spec;
    }

    @Override
    public NodeStatistics statistics() {
        return statistics;
    }

    @Override
    public Source<String> source(Guarantee guarantee) {
        throw new FatalException("edge '" + spec.name() + "' is a socket, which only a sink can read");
    }

    @Override
    public Sink<String> sink(boolean reliable) {
        return SocketSink.raw(server.address());
    }

    @Override
    public @Nullable Sink<DeadLetter> deadLetters(Guarantee guarantee) {
        return null;
    }

    @Override
    public void put(List<String> messages) {
        messages.forEach(arrivals::accept);
    }

    @Override
    public EdgeStatus status() {
        return new EdgeStatus(spec, 0, 0, 0, Duration.ZERO, 0, 0, statistics.snapshot());
    }

    @Override
    public boolean settled() {
        return true;
    }

    @Override
    public void close() {
        server.close();
    }
}
