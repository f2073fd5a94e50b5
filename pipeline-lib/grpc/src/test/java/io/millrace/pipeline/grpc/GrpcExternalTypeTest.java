package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.graph.GraphDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class GrpcExternalTypeTest {

    private static String failure(String settings) throws Exception {
        String text = """
                pipelines:
                  demo:
                    controllers:
                      - name: only
                        phases:
                          - name: first
                            modules:
                              - external: grpc
                                name: M-External
                                settings: {%s, deadline: 5s, patience: 100ms}
                """.formatted(settings);
        try (PipelineInstance<Object> pipeline = GraphDocument.parse("demo.yaml", text)
                .pipelines()
                .getFirst()
                .build(new PipelineObserver<>() {})
                .register()) {
            return Rig.run(pipeline, "value").errors().getFirst().message();
        }
    }

    /** Where nobody listens. */
    private static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void failuresNameTheTargets() throws Exception {
        String first = nobody();
        String second = nobody();
        assertThat(failure("targets: ['" + first + "', '" + second + "']"))
                .startsWith("module server " + first + ", " + second + " is not available");
    }

    @Test
    void failuresNameTheModuleAndItsRegistryWhereThereAreNoTargets() throws Exception {
        String registry = nobody();
        assertThat(failure("registry: '" + registry + "', module: orders, version: '2'"))
                .startsWith("module server orders 2 of the registry " + registry + " ");
        assertThat(failure("registry: '" + registry + "', module: orders"))
                .startsWith("module server orders of the registry " + registry + " ");
    }
}
