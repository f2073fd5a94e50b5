package io.millrace.connector.websocket;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to one server, which share one event loop. The loop starts with the first of them.
 *
 * <p><b>Threading:</b> thread-safe; not for event loops, since {@link #dial} waits.
 */
public final class WebSocketDialer implements AutoCloseable {

    private final WebSocketSettings settings;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Vertx vertx;
    private @Nullable WebSocketClient client;
    private boolean closed;

    /** Does no I/O. */
    public WebSocketDialer(WebSocketSettings settings, Ticker ticker) {
        this.settings = requireNonNull(settings, "settings is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    /**
     * Connects and sends the greetings.
     *
     * @throws TransientException when a later attempt may succeed
     * @throws io.millrace.core.failure.FatalException when the server refuses
     */
    public WebSocketLink dial(WebSocketReceiver receiver) {
        ClientWebSocket socket = client().webSocket();
        WebSocketLink link = new WebSocketLink(settings, receiver, ticker, socket);
        var connecting = socket.connect(target())
                .onSuccess(link::opened)
                .toCompletionStage()
                .toCompletableFuture();
        try {
            WebSocket opened = connecting.get(settings.connectTimeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
            requireNonNull(opened);
            settings.greetings().forEach(link::send);
            return link;
        } catch (ExecutionException e) {
            throw WebSocketFailures.connecting(settings, requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            link.close();
            throw WebSocketFailures.connecting(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            link.close();
            throw new TransientException("interrupted while connecting to " + settings.address(), e);
        }
    }

    private WebSocketClient client() {
        lock.lock();
        try {
            if (closed) {
                throw new TransientException("closed");
            }
            WebSocketClient made = client;
            if (made == null) {
                Vertx loop = Vertx.vertx(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)
                        .setUseDaemonThread(true)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)));
                useUpFirstTimer(loop);
                vertx = loop;
                made = loop.createWebSocketClient(options());
                client = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Vert.x 4.5 takes the timer 0, an instance's first, for none: as the limit of a handshake it would not be called
     * off, and would end the connection when the time for connecting is over.
     */
    private static void useUpFirstTimer(Vertx loop) {
        loop.cancelTimer(loop.setTimer(1, _ -> {}));
    }

    private WebSocketClientOptions options() {
        int timeout = Math.toIntExact(settings.connectTimeout().toMillis());
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setConnectTimeout(timeout)
                .setSslHandshakeTimeout(timeout)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxFrameSize(settings.maxMessageBytes())
                .setMaxMessageSize(settings.maxMessageBytes())
                .setTryUsePerMessageCompression(settings.compression())
                .setReceiveBufferSize(1 << 20)
                .setClosingTimeout(1);
        Path authorities = settings.authorities();
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
        }
        return options;
    }

    private WebSocketConnectOptions target() {
        URI uri = settings.uri();
        boolean tls = uri.getScheme().equalsIgnoreCase("wss");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String host = uri.getHost();
        WebSocketConnectOptions target = new WebSocketConnectOptions()
                .setHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                .setPort(uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        target.setTimeout(settings.connectTimeout().toMillis());
        settings.headers().forEach((name, value) -> target.addHeader(name, value));
        return target;
    }

    /** Ends all connections, without their receivers hearing of it where they were closed before. */
    @Override
    public void close() {
        Vertx made;
        lock.lock();
        try {
            closed = true;
            made = vertx;
            vertx = null;
            client = null;
        } finally {
            lock.unlock();
        }
        if (made != null) {
            made.close();
        }
    }
}
