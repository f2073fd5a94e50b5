package io.millrace.vehicles.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.StreamException;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.client.KsqlPush;
import io.millrace.ksql.client.KsqlRow;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Push queries as streams, one query per reader: a row per change in the reference's form, on request after a snapshot
 * of the table. Leaving closes the query.
 */
final class PushStreams implements StreamProvider {

    private static final Logger log = LoggerFactory.getLogger(PushStreams.class);

    private final KsqlLocations locations;
    private final Ticker ticker;

    PushStreams(KsqlLocations locations, Ticker ticker) {
        this.locations = locations;
        this.ticker = ticker;
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) throws InterruptedException {
        String server = request.query().get("server");
        String vehicle = request.query().getOrDefault("veh_id", "*");
        boolean snapshot = snapshot(request.query());
        // the query first: what changes while the snapshot is read is not missed
        KsqlPush push = locations.push(server, vehicle);
        try {
            Overflow overflow = request.overflow() == null ? Overflow.LATEST_BY_KEY : request.overflow();
            List<LocationRow> first = snapshot ? locations.pull(server, vehicle) : List.of();
            return new Feed(push, first, new Broadcast(name, ticker), overflow);
        } catch (InterruptedException | RuntimeException e) {
            push.close();
            throw e;
        }
    }

    private static boolean snapshot(Map<String, String> query) {
        String asked = query.getOrDefault("snapshot", "false");
        return switch (asked) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new InvalidRequestException(
                        Reason.MALFORMED, "parameter snapshot is '" + asked + "', must be true or false");
        };
    }

    private static final class Feed implements StreamFeed {

        private final KsqlPush push;
        private final List<LocationRow> first;
        private final Broadcast stream;
        private final Overflow overflow;
        // what the snapshot told and no change has replaced yet: a change that was under way meanwhile may be older
        private final Map<String, LocationRow> told = new HashMap<>();

        Feed(KsqlPush push, List<LocationRow> first, Broadcast stream, Overflow overflow) {
            this.push = push;
            this.first = first;
            this.stream = stream;
            this.overflow = overflow;
        }

        @Override
        public String schemaJson() {
            return "{\"columns\":[{\"name\":\"veh_id\",\"type\":\"string\"},{\"name\":\"loc\",\"type\":\"string\"}]}";
        }

        @Override
        public Overflow overflow() {
            return overflow;
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            Subscription reader = stream.subscribe(SubscriberSettings.of(overflow), wakeUp);
            Thread.ofVirtual().name("ksqldb-push").start(this::run);
            return reader;
        }

        private void run() {
            EndReason end = new EndReason.Completed();
            try {
                for (LocationRow row : first) {
                    told.put(row.vehicle(), row);
                    stream.publish(chunk(row));
                }
                for (KsqlRow row = push.next(); row != null; row = push.next()) {
                    LocationRow changed = KsqlLocations.row(row);
                    if (changed != null && isNews(changed)) {
                        stream.publish(chunk(changed));
                    }
                }
            } catch (InterruptedException _) {
                end = new EndReason.Stopped("the reader has gone");
            } catch (StreamException e) {
                end = new EndReason.Failed(e);
            } catch (RuntimeException e) {
                log.error("a push query cannot be read", e);
                end = new EndReason.Failed(new FatalException("a push query cannot be read", e));
            }
            push.close();
            stream.end(end);
        }

        private boolean isNews(LocationRow changed) {
            LocationRow before = told.get(changed.vehicle());
            if (before == null) {
                return true;
            }
            if (changed.equals(before) || changed.seconds() < before.seconds()) {
                return false;
            }
            told.remove(changed.vehicle());
            return true;
        }

        /** As the reference writes it, spaces included. */
        private static Chunk chunk(LocationRow row) {
            byte[] line = ("{\"veh_id\": " + new TextNode(row.vehicle()) + ", \"loc\": " + new TextNode(row.location())
                            + "}\n")
                    .getBytes(UTF_8);
            return new Chunk(line, new int[] {line.length}, 1, _ -> row.vehicle());
        }

        @Override
        public void close() {
            push.close();
        }
    }
}
