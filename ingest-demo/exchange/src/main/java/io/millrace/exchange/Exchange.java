package io.millrace.exchange;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in this process that speaks the protocol of Coinbase: the WebSocket feed at {@code /} (and any path that
 * is not REST), the trades by REST, and faults on demand. One event loop does everything.
 *
 * <p><b>Threading:</b> thread-safe; not to be called from the exchange's own event loop.
 *
 * <p><b>Lifecycle:</b> {@link #start} returns when it listens, {@link #close} when nothing of it is left; trade ids go
 * on from there when the settings have a state.
 */
public final class Exchange implements AutoCloseable {

    private static final long CALL_SECONDS = 30;

    private final Vertx vertx;
    private final boolean own;
    private final Context context;
    private final ExchangeServer server;
    private boolean closed;

    private Exchange(Vertx vertx, boolean own, Context context, ExchangeServer server) {
        this.vertx = vertx;
        this.own = own;
        this.context = context;
        this.server = server;
    }

    /**
     * Starts one with a Vert.x of its own.
     *
     * @throws FatalException when the port is taken, or the state or the capture cannot be read
     */
    public static Exchange start(ExchangeSettings settings, Ticker ticker) {
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        try {
            return start(settings, ticker, vertx, true);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** Starts one in a Vert.x that its owner closes later. */
    public static Exchange start(ExchangeSettings settings, Ticker ticker, Vertx vertx) {
        return start(settings, ticker, vertx, false);
    }

    private static Exchange start(ExchangeSettings settings, Ticker ticker, Vertx vertx, boolean own) {
        Context context = vertx.getOrCreateContext();
        ExchangeServer server = call(context, () -> ExchangeServer.create(settings, ticker, vertx, context));
        Exchange exchange = new Exchange(vertx, own, context, server);
        try {
            await(call(context, server::listen));
            return exchange;
        } catch (RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    /** The port it listens at. */
    public int port() {
        return server.port();
    }

    /** The feed, for example {@code ws://127.0.0.1:5005}. */
    public String feed() {
        return "ws://" + server.host() + ":" + port();
    }

    /** Where REST begins, for example {@code http://127.0.0.1:5005}. */
    public String rest() {
        return "http://" + server.host() + ":" + port();
    }

    /** Sets the probability of some faults, from 0 to 1; others stay. */
    public void faults(Map<Fault, Double> probabilities) {
        probabilities.forEach(Faults::check);
        Void _ = call(context, () -> {
            probabilities.forEach(server.faults()::probability);
            return null;
        });
    }

    /** Has the next so many occasions of a fault struck: trades, requests, or connections that there are now. */
    public void next(Fault fault, int occasions) {
        Void _ = call(context, () -> {
            server.faults().next(fault, occasions);
            return null;
        });
    }

    /** What it has done. */
    public ExchangeAccount account() {
        return call(context, server::account);
    }

    /**
     * The trades of one product.
     *
     * @throws IllegalArgumentException when it is not listed
     */
    public ProductAccount account(String product) {
        for (ProductAccount account : account().products()) {
            if (account.product().equals(product)) {
                return account;
            }
        }
        throw new IllegalArgumentException("there is no product '" + product + "'");
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            await(call(context, server::stop));
        } finally {
            if (own) {
                await(vertx.close().toCompletionStage().toCompletableFuture());
            }
        }
    }

    private static <T extends @Nullable Object> T call(Context context, Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(_ -> {
            try {
                done.complete(action.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.orTimeout(CALL_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case TimeoutException _ -> throw new FatalException("the exchange does not answer", e);
                case null, default -> throw new FatalException("the exchange has failed: " + e.getCause(), e);
            }
        }
    }
}
