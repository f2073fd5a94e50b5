package io.millrace.gateway.app;

import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.Subscription;
import io.millrace.gateway.query.Pipelines;
import io.millrace.gateway.query.Reader;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;

/** The rows of pipelines as streams. */
final class GatewayStreams implements StreamProvider {

    private final Pipelines pipelines;

    GatewayStreams(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        return new Feed(pipelines.open(name, request.overflow(), request.key()));
    }

    private record Feed(Reader reader) implements StreamFeed {

        @Override
        public String schemaJson() {
            return reader.schemaJson();
        }

        @Override
        public Overflow overflow() {
            return reader.overflow();
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            return reader.subscribe(wakeUp);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
