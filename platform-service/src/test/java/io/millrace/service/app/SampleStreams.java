package io.millrace.service.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamRoutes;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;

/** A service's own stream: each reader gets one row at once, and no end. */
@ApplicationScoped
class SampleStreams {

    void mount(@Observes Router router, StreamRoutes routes) {
        routes.mount(router, "/queries/:name", (name, request) -> {
            if (!name.equals("sample")) {
                throw new InvalidRequestException(Reason.NOT_FOUND, "pipeline not found");
            }
            return new Feed();
        });
    }

    private static final class Feed implements StreamFeed {

        @Override
        public String schemaJson() {
            return "{\"columns\":[]}";
        }

        @Override
        public Overflow overflow() {
            return Overflow.DROP_OLDEST;
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            Broadcast stream = new Broadcast("sample", Ticker.SYSTEM);
            Subscription subscription = stream.subscribe(SubscriberSettings.of(overflow()), wakeUp);
            byte[] row = "{\"n\":1}\n".getBytes(StandardCharsets.UTF_8);
            try {
                stream.publish(new Chunk(row, new int[] {row.length}, 1, null));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return subscription;
        }

        @Override
        public void close() {}
    }
}
