package io.millrace.service.stream;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.service.problem.Problem;
import io.millrace.service.problem.ProblemResponse;
import io.millrace.service.security.OriginRule;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Mounts streams on a router: one path answers NDJSON, SSE and WebSocket by negotiation.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class StreamRoutes {

    private final StreamSettings settings;
    private final ReaderRegister register;
    private final OriginRule origins;
    private final Ticker ticker;
    private final ConcurrentMap<EventLoop, ReaderLoop> loops = new ConcurrentHashMap<>();
    private volatile @Nullable String drainReason;

    /** Routes whose readers share these settings and limits. */
    public StreamRoutes(StreamSettings settings, MeterRegistry registry, Ticker ticker) {
        this.settings = requireNonNull(settings, "settings is null");
        this.register = new ReaderRegister(settings, registry);
        this.origins = new OriginRule(settings.allowedOrigins());
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    /**
     * Answers {@code GET} on the path with the provider's streams.
     *
     * @param path with one parameter, the stream's name: {@code /queries/:name}
     */
    public void mount(Router router, String path, StreamProvider provider) {
        router.get(path)
                .handler(context ->
                        answer(context, context.pathParams().values().iterator().next(), provider));
    }

    /**
     * Answers one request with one of the provider's streams, for a path that has other answers too. To be called on
     * the request's event loop before its body is read.
     *
     * @param stream the name that the provider is asked for, and that is counted
     */
    public void answer(RoutingContext context, String stream, StreamProvider provider) {
        // held until the feed is open: an upgrade is only possible while the request has not ended
        context.request().pause();
        try {
            start(context, stream, provider);
        } catch (RuntimeException e) {
            context.request().resume();
            ProblemResponse.send(context, e);
        }
    }

    private void start(RoutingContext context, String stream, StreamProvider provider) {
        RequestParameters parameters = new RequestParameters(context.request());
        StreamRequest asked = parameters.parse(settings.heartbeat(), provider.resumes());
        Problem refused = refusal(context, parameters, asked);
        if (refused != null) {
            context.request().resume();
            ProblemResponse.send(context, refused);
            return;
        }
        ReaderAccount account = register.admit(stream, asked.format());
        ReaderLoop loop = currentLoop();
        Reader reader = new Reader(stream, asked, provider, settings, loop, account, ticker);
        Runnable onDrain = () -> loop.wake(reader);
        Entrance entrance = asked.format() == Format.WEBSOCKET
                ? new WebSocketEntrance(context, asked, settings.writeQueueBytes(), reader, onDrain)
                : new HttpEntrance(context, asked, parameters, settings.writeQueueBytes(), onDrain);
        // a successful handshake is the end of its request too; the WebSocket then tells when its reader leaves
        context.addEndHandler(end -> {
            if (asked.format() != Format.WEBSOCKET || end.failed()) {
                reader.leave();
            }
        });
        reader.open(entrance);
    }

    private @Nullable Problem refusal(RoutingContext context, RequestParameters parameters, StreamRequest asked) {
        String drained = drainReason;
        if (drained != null) {
            throw new TransientException(drained);
        }
        if (asked.format() == Format.WEBSOCKET) {
            return origins.refusal(context.request());
        }
        return parameters.acceptsNothing()
                ? Problem.of(
                        "not-acceptable",
                        "Not acceptable",
                        406,
                        "streams are application/x-ndjson, application/json or text/event-stream")
                : null;
    }

    private ReaderLoop currentLoop() {
        ContextInternal context = (ContextInternal) requireNonNull(Vertx.currentContext(), "not on an event loop");
        return loops.computeIfAbsent(context.nettyEventLoop(), ReaderLoop::new);
    }

    /** Readers of all streams at this moment, connecting ones included. */
    public int readers() {
        return register.readers();
    }

    /** Readers of one stream at this moment, connecting ones included. */
    public int readers(String stream) {
        return register.readers(stream);
    }

    /**
     * Ends all streams with {@code end} and the reason, and refuses new ones with 503; returns when the readers have
     * gone, or after the timeout.
     *
     * @param reason for the readers: {@code shutting down}
     */
    public void drain(String reason, Duration timeout) throws InterruptedException {
        drainReason = reason;
        loops.values().forEach(loop -> loop.stopAll(reason));
        long deadline = ticker.nanos() + timeout.toNanos();
        while (loops.values().stream().anyMatch(loop -> loop.size() > 0) && ticker.nanos() < deadline) {
            ticker.sleep(Duration.ofMillis(10));
        }
    }
}
