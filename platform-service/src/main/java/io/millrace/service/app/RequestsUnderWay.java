package io.millrace.service.app;

import io.millrace.core.time.Ticker;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that have no complete answer yet, so that a service that stops can give them one before connections are
 * closed. WebSockets do not count: nothing tells that a handshake is complete, and their readers are drained as such.
 */
@ApplicationScoped
class RequestsUnderWay {

    private static final Logger log = LoggerFactory.getLogger(RequestsUnderWay.class);

    /** Before all other filters, so that what they answer counts too. */
    private static final int FIRST = 10_000;

    private final Set<RoutingContext> requests = ConcurrentHashMap.newKeySet();
    private final Ticker ticker;
    private volatile boolean stopping;

    RequestsUnderWay(Ticker ticker) {
        this.ticker = ticker;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::arrived, FIRST);
    }

    private void arrived(RoutingContext context) {
        if (stopping) {
            // those who go on asking would keep the service from stopping
            if (context.request().version() == HttpVersion.HTTP_1_1) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        } else if (!context.request().headers().contains(HttpHeaders.UPGRADE)) {
            requests.add(context);
            context.addEndHandler(_ -> requests.remove(context));
        }
        context.next();
    }

    /** From here on requests that arrive are not waited for, and their connections are closed behind the answer. */
    void stop() {
        stopping = true;
    }

    /** Waits until those that arrived before {@link #stop} are answered, or the time is over. */
    void await(Duration timeout) throws InterruptedException {
        long deadline = ticker.nanos() + timeout.toNanos();
        while (!requests.isEmpty() && ticker.nanos() < deadline) {
            ticker.sleep(Duration.ofMillis(10));
        }
        if (!requests.isEmpty()) {
            log.warn("requests are left without an answer, count={}", requests.size());
        }
    }
}
