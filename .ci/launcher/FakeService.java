import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Stands in for a service in the launcher's tests: answers 200 everywhere, or misbehaves as the variable FAKE says. */
final class FakeService {

    public static void main(String[] arguments) throws Exception {
        String behaviour = System.getenv().getOrDefault("FAKE", "well");
        System.out.println("fake service, " + behaviour);
        if (behaviour.equals("dies")) {
            System.err.println("the reason why it died");
            System.exit(3);
        }
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(behaviour.equals("never-ready") ? 503 : 200, -1);
            exchange.close();
            if (behaviour.equals("dies-later")) {
                Runtime.getRuntime().halt(4);
            }
        });
        String udpPort = System.getenv("MQ_UDP_PORT");
        if (udpPort != null) {
            DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(udpPort)));
            System.out.println("topology " + System.getenv("MQ_TOPOLOGY") + ", data " + System.getProperty("mq.variables.data")
                    + ", in " + Path.of("").toAbsolutePath());
        }
        String grpcPort = System.getenv("MODULES_GRPC_PORT");
        if (grpcPort != null) {
            System.out.println("gRPC port " + grpcPort + ", pipelines " + System.getenv("MODULES_PIPELINES"));
            System.out.println("12:00:00.000 INFO  GrpcPort gRPC port listens, address=127.0.0.1:34567 hosted=none");
        }
        if (Path.of("").toAbsolutePath().toString().contains("/vehicles")) {
            System.out.println("vehicles, MQTT port " + System.getenv("VEHICLES_MQTT_PORT"));
            System.out.println("12:00:00.000 INFO  LocalEngines MQTT broker in this process, address=tcp://127.0.0.1:1883");
            System.out.println("12:00:00.000 INFO  LocalEngines Kafka in this process, address=127.0.0.1:34567");
            System.out.println("12:00:00.000 INFO  LocalEngines Redis in this process, address=redis://127.0.0.1:6379");
            System.out.println("12:00:00.000 INFO  KsqlApi ksqlDB's API answers, address=http://127.0.0.1:8088");
            System.out.println("12:00:00.000 INFO  ConnectRuntime Connect's REST API listens, address=http://127.0.0.1:8083");
        }
        if (System.getenv("INGEST_DATA") != null) {
            System.out.println("ingest, data " + System.getenv("INGEST_DATA") + ", document " + System.getenv("INGEST_DOCUMENT")
                    + ", exchange " + System.getenv("INGEST_SIMULATOR_PORT"));
            System.out.println("12:00:00.000 INFO  LocalExchange simulated exchange in this process, address=ws://127.0.0.1:34568");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("fake service drains");
            if (behaviour.equals("never-stops")) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            server.stop(0);
        }));
        server.start();
        System.out.println("Listening on: http://127.0.0.1:" + server.getAddress().getPort());
    }
}
