package io.millrace.connector.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** A client that is not ours, to see what ours has sent and to send what ours should see. */
final class OtherClient implements AutoCloseable {

    private final MqttClient client;
    private final List<String> seen = new ArrayList<>();

    OtherClient(String address) throws MqttException {
        this(address, null, null);
    }

    OtherClient(String address, @Nullable String user, @Nullable String password) throws MqttException {
        client = new MqttClient(address, "other-" + UUID.randomUUID(), new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(1000);
        if (user != null && password != null) {
            options.setUserName(user);
            options.setPassword(password.toCharArray());
        }
        client.connect(options);
    }

    void subscribe(String filter) throws MqttException {
        client.subscribe(filter, 1, (_, message) -> {
            synchronized (seen) {
                seen.add(new String(message.getPayload(), StandardCharsets.UTF_8));
                seen.notifyAll();
            }
        });
    }

    /** Publishes and returns when the broker has confirmed. */
    void publish(String topic, int quality, String payload) throws MqttException {
        publish(topic, quality, false, payload.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String topic, int quality, boolean retained, byte[] payload) throws MqttException {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(quality);
        message.setRetained(retained);
        client.publish(topic, message);
    }

    int count() {
        synchronized (seen) {
            return seen.size();
        }
    }

    /** All that came on the subscription until now: behind it comes what we send ourselves. */
    List<String> seen(String topic) throws MqttException, InterruptedException {
        String fence = "fence-" + UUID.randomUUID();
        publish(topic, 1, fence);
        synchronized (seen) {
            while (!seen.contains(fence)) {
                seen.wait(20_000);
            }
            return seen.stream().filter(text -> !text.startsWith("fence-")).toList();
        }
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 100);
        client.close(true);
    }
}
