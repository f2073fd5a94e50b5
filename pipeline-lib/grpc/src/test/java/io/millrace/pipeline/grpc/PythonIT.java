package io.millrace.pipeline.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.grpc.codec.Codecs;
import java.io.BufferedReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends against real Python peers. Needs {@code grpcio} and {@code grpcio-tools}, see {@link Python#VARIABLE}. */
class PythonIT {

    private static final Codecs<Object> PICKLE =
            Codecs.plain().speaking("pickle").orElseThrow();

    @TempDir
    static Path folder;

    private static Python python;
    private static Process server;
    private static String target;

    @BeforeAll
    static void start() throws Exception {
        Optional<Python> found = Python.find(folder);
        assumeTrue(
                found.isPresent(),
                "no Python with grpcio and grpcio-tools: pip install them, or name one in " + Python.VARIABLE);
        python = found.orElseThrow();
        server = python.start("server.py");
        BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
        target = "127.0.0.1:" + said.readLine();
    }

    @AfterAll
    static void end() throws Exception {
        if (server != null) {
            server.getOutputStream().close();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    private static PipelineInstance<Object> pipeline(ModuleOptions options, CallSettings settings) {
        return Rig.pipeline(
                options,
                () -> new GrpcCall<>(() -> ModuleChannels.open(target, ChannelSettings.DEFAULT), settings, PICKLE));
    }

    @Test
    void aPythonModuleWorksOnOurPackages() throws Exception {
        for (CallSettings settings : List.of(Rig.unary(), Rig.streaming())) {
            try (PipelineInstance<Object> pipeline = pipeline(ModuleOptions.DEFAULT, settings)) {
                DataPackage<Object> done = Rig.run(pipeline, Map.of("key", "value", "condition", true));
                assertThat(done.status()).isEqualTo(Status.SUCCESS);
                Map<String, Object> extra = new HashMap<>();
                extra.put("ints", List.of(1L, -1L, 1L << 40, BigInteger.TWO.pow(70)));
                List<Object> pair = new ArrayList<>();
                pair.add(1.5);
                pair.add(null);
                extra.put("pair", pair);
                extra.put("set", true);
                extra.put("text", "Zürich");
                Map<String, Object> data = plain(done.data());
                assertThat(data).containsEntry("key", "value transformed").containsEntry("condition", true);
                Map<String, Object> got = new HashMap<>(plain(requireNonNull(data.get("extra"))));
                assertThat((byte[]) got.remove("raw")).containsExactly(0, -1);
                assertThat(got).isEqualTo(extra);
                assertThat(Rig.caller(done).subModules()).singleElement().satisfies(sub -> {
                    assertThat(sub.moduleName()).isEqualTo("M-Python");
                    assertThat(sub.message()).isEqualTo("done in Python");
                });
            }
        }
    }

    @Test
    void aPythonModulesExitErrorAndDelayAreOurs() throws Exception {
        try (PipelineInstance<Object> pipeline = pipeline(ModuleOptions.DEFAULT, Rig.unary())) {
            assertThat(Rig.run(pipeline, Map.of("key", "exit")).status()).isEqualTo(Status.EXIT);
            DataPackage<Object> failed = Rig.run(pipeline, Map.of("key", "fail"));
            assertThat(failed.status()).isEqualTo(Status.ERROR);
            ErrorRecord error = failed.errors().getFirst();
            assertThat(error.type()).isEqualTo("ValueError");
            assertThat(error.message()).isEqualTo("Validation failed: key missing");
            assertThat(error.traceback()).anyMatch(line -> line.contains("server.py"));
            assertThat(error.toString()).doesNotContain("SECRET", "token");
            assertThat(Rig.caller(failed).error()).contains(error);
        }
        ModuleOptions hasty = ModuleOptions.DEFAULT.withTimeout(Duration.ofMillis(500));
        try (PipelineInstance<Object> pipeline = pipeline(hasty, Rig.unary())) {
            DataPackage<Object> late = Rig.run(pipeline, Map.of("key", "slow"));
            assertThat(late.errors().getFirst().message())
                    .isEqualTo("Execution of module M-Caller timed out after 0.5 seconds.");
        }
    }

    @Test
    void aPythonPipelineCallsOurModule() throws Exception {
        try (ModuleServer ours = Rig.serve(context -> {
            Map<String, Object> data = new HashMap<>(plain(context.data()));
            switch (String.valueOf(data.get("key"))) {
                case "exit" -> context.exit();
                case "fail" -> throw new IllegalStateException("no luck");
                default -> data.put("key", data.get("key") + " transformed");
            }
            context.setData(data);
        })) {
            Process client = python.start("client.py", Rig.target(ours), "value", "exit", "fail");
            List<String> lines =
                    client.inputReader(StandardCharsets.UTF_8).lines().toList();
            String errors = new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).as(errors).isZero();
            assertThat(lines).hasSizeGreaterThanOrEqualTo(9).hasSize(lines.size() / 3 * 3);
            int each = lines.size() / 3;
            for (int i = 0; i < lines.size(); i++) {
                JsonNode told = new ObjectMapper().readTree(lines.get(i));
                String status = List.of("SUCCESS", "EXIT", "ERROR").get(i / each);
                assertThat(told.get("status").asText()).isEqualTo(status);
                assertThat(told.get("same").asBoolean()).as(lines.get(i)).isTrue();
                assertThat(told.get("named").asBoolean()).isTrue();
                assertThat(told.get("failed").asBoolean()).isFalse();
                assertThat(told.get("variables").asInt()).isZero();
                if (status.equals("SUCCESS")) {
                    assertThat(told.get("key").asText()).isEqualTo("value transformed");
                }
                if (status.equals("ERROR")) {
                    assertThat(told.get("errors").get(0).asText()).isEqualTo("IllegalStateException: no luck");
                    assertThat(told.get("traceback").asInt()).isPositive();
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // data of these tests are maps of text keys
    private static Map<String, Object> plain(Object data) {
        return (Map<String, Object>) data;
    }
}
