package io.millrace.benchmark;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends prepared requests of HTTP/1.1, the next on a connection when the answer to the last has come, and measures how
 * long each took. One event loop; only the length of an answer is looked at.
 */
final class PullLoad extends AbstractVerticle {

    private static final int BUCKETS = 1 << 16;
    private static final long BUCKET_NANOS = 1_000;
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final List<Buffer> requests;
    private final int connections;
    private final long[] buckets = new long[BUCKETS];
    private long answers;
    private int next;

    private PullLoad(int port, List<Buffer> requests, int connections) {
        this.port = port;
        this.requests = requests;
        this.connections = connections;
    }

    /** What a run measured. */
    record Result(double rate, double p50Millis, double p99Millis) {

        static final Result NONE = new Result(0, 0, 0);

        Result better(Result other) {
            return other.rate > rate ? other : this;
        }
    }

    /** The whole answer to one request. */
    static Buffer one(Vertx vertx, int port, Buffer request) throws Exception {
        CompletableFuture<Buffer> answer = new CompletableFuture<>();
        var _ = vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(socket -> {
            Buffer all = Buffer.buffer();
            socket.handler(part -> {
                all.appendBuffer(part);
                if (end(all) == all.length()) {
                    answer.complete(all);
                    var _ = socket.close();
                }
            });
            var _ = socket.write(request);
        });
        return answer.get(30, TimeUnit.SECONDS);
    }

    static Result run(int port, List<Buffer> requests, int connections, long warmUpSeconds, long seconds)
            throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            PullLoad load = new PullLoad(port, requests, connections);
            vertx.deployVerticle(load).toCompletionStage().toCompletableFuture().get();
            TimeUnit.SECONDS.sleep(warmUpSeconds);
            load.onLoop(load::reset);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            CompletableFuture<Result> result = new CompletableFuture<>();
            load.onLoop(() -> result.complete(load.result(System.nanoTime() - start)));
            return result.get();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private void onLoop(Runnable action) {
        context.runOnContext(_ -> action.run());
    }

    private void reset() {
        Arrays.fill(buckets, 0);
        answers = 0;
    }

    private Result result(long nanos) {
        return new Result(answers * 1e9 / nanos, percentile(0.5), percentile(0.99));
    }

    private double percentile(double share) {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += buckets[i];
            if (sum >= answers * share) {
                return (i + 1) * BUCKET_NANOS / 1e6;
            }
        }
        return BUCKETS * BUCKET_NANOS / 1e6;
    }

    @Override
    public void start(Promise<Void> started) {
        for (int i = 0; i < connections; i++) {
            var _ = vertx.createNetClient()
                    .connect(port, "127.0.0.1")
                    .onSuccess(socket -> new Connection(socket).send());
        }
        started.complete();
    }

    /** One request after another. */
    private final class Connection {

        private final NetSocket socket;
        private Buffer answer = Buffer.buffer();
        private long sent;

        Connection(NetSocket socket) {
            this.socket = socket;
            socket.handler(this::take);
        }

        void send() {
            sent = System.nanoTime();
            var _ = socket.write(requests.get(next++ % requests.size()));
        }

        private void take(Buffer part) {
            answer = answer.length() == 0 ? part : answer.appendBuffer(part);
            if (end(answer) > answer.length()) {
                return;
            }
            answer = Buffer.buffer();
            answers++;
            buckets[(int) Math.min(BUCKETS - 1, (System.nanoTime() - sent) / BUCKET_NANOS)]++;
            send();
        }
    }

    /**
     * Where an answer ends: behind its head and as many bytes as that tells; at no place while the head is not whole.
     */
    private static int end(Buffer answer) {
        int length = -1;
        for (int i = 12; i < answer.length() - 3; i++) {
            byte at = answer.getByte(i);
            if (at == '\n' && length < 0 && isLength(answer, i + 1)) {
                length = 0;
                for (int j = i + 1 + LENGTH.length; answer.getByte(j) >= '0'; j++) {
                    length = length * 10 + answer.getByte(j) - '0';
                }
            } else if (at == '\r' && answer.getByte(i + 2) == '\r' && answer.getByte(i + 3) == '\n') {
                if (answer.getByte(9) != '2' || length < 0) {
                    throw new IllegalStateException("no answer of known length: " + answer);
                }
                return i + 4 + length;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static boolean isLength(Buffer answer, int from) {
        if (from + LENGTH.length >= answer.length()) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((answer.getByte(from + i) | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
