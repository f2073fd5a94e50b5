package io.millrace.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * The time from the sending of a position to the line that a client of {@code /ksqldb-push} reads: MQTT, a channel,
 * Kafka, the statements, Kafka, a push query, HTTP. Beside it the bare time of the same messages from the same broker
 * to a subscriber. The latitude numbers a message, so a line tells which one it is. Arguments: ports of the service and
 * of its broker, and seconds.
 */
final class VehiclesFlowBenchmark {

    private static final int PER_SECOND = 100;
    private static final int WARM_UP_SECONDS = 90;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC =
            "/hfp/v2/journey/ongoing/vp/bus/0099/00777/5520/2/Matinkylä (M)/15:56/2323253/4/60;24/17/63/84";
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final Latencies flow = new Latencies();
    private final Latencies bare = new Latencies();

    /** Nanoseconds from sending to seeing, by place of the message. */
    private static final class Latencies {

        private final Map<String, Long> all = new ConcurrentHashMap<>();

        void seen(String place, Long began) {
            all.putIfAbsent(place, System.nanoTime() - began);
        }

        int count() {
            return all.size();
        }

        double millis(double quantile) {
            long[] sorted =
                    all.values().stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted.length == 0
                    ? Double.NaN
                    : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
        }

        void print(String name, int expected) {
            System.out.printf(
                    "%-24s %,7d of %,d  p50 %8.2f  p90 %8.2f  p99 %8.2f  p99.9 %8.2f  max %8.2f ms%n",
                    name, count(), expected, millis(0.5), millis(0.9), millis(0.99), millis(0.999), millis(1));
        }
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        String broker = "tcp://127.0.0.1:" + args[1];
        int seconds = Integer.parseInt(args[2]);
        new VehiclesFlowBenchmark()
                .run(URI.create("http://127.0.0.1:" + port + "/ksqldb-push?veh_id=99/777"), broker, seconds);
    }

    private void run(URI push, String broker, int seconds) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                MqttClient subscriber = client(broker, "benchmark-bare");
                MqttClient publisher = client(broker, "benchmark-sender")) {
            subscriber.subscribe(TOPIC, 0, (topic, message) -> {
                String text = new String(message.getPayload(), StandardCharsets.UTF_8);
                int at = text.indexOf("\"lat\":") + 6;
                seen(bare, text.substring(at, text.indexOf(',', at)));
            });
            BufferedReader lines = open(http, push);
            Thread reader = Thread.ofPlatform().daemon().start(() -> read(lines));
            send(publisher, 0, WARM_UP_SECONDS);
            int warm = sent.size();
            sent.clear();
            flow.all.clear();
            bare.all.clear();
            System.out.printf("# warm after %,d messages%n", warm);
            send(publisher, warm, seconds);
            for (int i = 0; i < 100 && flow.count() < sent.size(); i++) {
                Thread.sleep(100);
            }
            bare.print("broker to subscriber", sent.size());
            flow.print("broker to push client", sent.size());
            System.out.printf(
                    "%-24s p50 %.1f times, p99 %.1f times the bare%n",
                    "ratio", flow.millis(0.5) / bare.millis(0.5), flow.millis(0.99) / bare.millis(0.99));
            reader.interrupt();
            http.shutdownNow();
            subscriber.disconnectForcibly(0, 100);
            publisher.disconnectForcibly(0, 100);
        }
    }

    private static MqttClient client(String broker, String name) throws MqttException {
        MqttClient client = new MqttClient(broker, name, new MemoryPersistence());
        client.connect();
        return client;
    }

    /** The push query, as soon as there is a table. */
    private static BufferedReader open(HttpClient http, URI push) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (true) {
            HttpResponse<InputStream> answer =
                    http.send(HttpRequest.newBuilder(push).build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() == 200) {
                return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            }
            String problem = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IOException("no push query: " + answer.statusCode() + " " + problem);
            }
            Thread.sleep(500);
        }
    }

    private void read(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int at = line.indexOf("\"loc\"");
                if (at >= 0) {
                    int from = line.indexOf('"', at + 5) + 1;
                    seen(flow, line.substring(from, line.indexOf('|', from)));
                }
            }
        } catch (IOException e) {
            // the benchmark is over
        }
    }

    private void seen(Latencies where, String place) {
        Long began = sent.get(place);
        if (began != null) {
            where.seen(place, began);
        }
    }

    private void send(MqttClient publisher, int from, int seconds) throws MqttException, InterruptedException {
        long began = System.nanoTime();
        for (int i = 0; i < seconds * PER_SECOND; i++) {
            long due = began + i * 1_000_000_000L / PER_SECOND;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            // six digits, the last never a zero
            String place = "60." + (100_001 + (from + i) * 10L);
            sent.put(place, System.nanoTime());
            publisher.publish(TOPIC, payload(place), 1, false);
        }
    }

    private static byte[] payload(String place) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return ("{\"VP\":{\"desi\":\"520\",\"dir\":\"2\",\"oper\":99,\"veh\":777,\"tst\":\"" + MILLIS.format(now)
                        + "\",\"tsi\":"
                        + now.getEpochSecond() + ",\"spd\":8.5,\"hdg\":156,\"lat\":" + place
                        + ",\"long\":24.75,\"acc\":0.1,\"dl\":-101,\"odo\":20729,\"drst\":0,\"oday\":\"2024-05-23\",\"jrn\":812,"
                        + "\"line\":1110,\"start\":\"15:56\",\"loc\":\"GPS\",\"stop\":2323253,\"route\":\"5520\",\"occu\":0}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
