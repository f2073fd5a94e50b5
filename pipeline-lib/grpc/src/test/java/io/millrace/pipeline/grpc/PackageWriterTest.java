package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.StreamResult;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written and read by hand beside what generated messages make of it. */
class PackageWriterTest {

    private static final int SAMPLES = 300;

    private static byte[] bytes(Encoded message) throws Exception {
        return message.stream().readAllBytes();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261121})
    void requestsAreThoseOfGeneratedMessagesByteForByte(long seed) throws Exception {
        RecordSamples samples = new RecordSamples(seed);
        for (int i = 0; i < SAMPLES; i++) {
            ExternalRequest<Object> request = samples.request("value");
            byte[] written = bytes(PackageWriter.request(request, new byte[i % 3], i % 2 == 0 ? "" : "text/x"));
            RequestDP message = RequestDP.parseFrom(written);
            assertThat(message.toByteArray()).as("seed %d, sample %d", seed, i).isEqualTo(written);
            assertThat(PackageMessages.record(message.getDataPackage(), "value"))
                    .as("seed %d, sample %d", seed, i)
                    .isEqualTo(request.dataPackage());
            assertThat(message.getDataPackageControllerId()).isEqualTo(request.controllerRecordId());
            assertThat(message.getDataPackagePhaseId()).isEqualTo(request.phaseRecordId());
            assertThat(message.getDataPackageModuleId()).isEqualTo(request.moduleRecordId());
            assertThat(message.getDataPackage().getData().size()).isEqualTo(i % 3);
            assertThat(message.getRemainingTime())
                    .isEqualTo(request.remaining()
                            .map(left -> left.toNanos() / 1e9)
                            .orElse(0.0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261121})
    void resultsAreThoseOfGeneratedMessagesByteForByte(long seed) throws Exception {
        RecordSamples samples = new RecordSamples(seed);
        Random random = new Random(seed);
        for (int i = 0; i < SAMPLES; i++) {
            Optional<ErrorRecord> failure = i % 3 == 0 ? Optional.of(samples.error()) : Optional.empty();
            ExternalReply<Object> reply = new ExternalReply<>(
                    "value",
                    i % 5 == 0 ? Optional.empty() : Optional.of(samples.module("M", 3)),
                    i % 2 == 0 ? List.of() : List.of(samples.error(), samples.error()),
                    failure);
            long number = i == 0 ? 0 : random.nextLong();
            byte[] written = PackageWriter.result(number, reply, new byte[] {1, 2}, "text/x");
            StreamResult message = StreamResult.parseFrom(written);
            assertThat(message.toByteArray()).as("seed %d, sample %d", seed, i).isEqualTo(written);
            assertThat(message.getNumber()).isEqualTo(number);
            assertThat(message.hasModule()).isEqualTo(reply.module().isPresent());
            reply.module()
                    .ifPresent(module -> assertThat(PackageMessages.record(message.getModule()))
                            .isEqualTo(module));
            assertThat(message.getErrorsList().stream().map(ErrorMessages::record))
                    .isEqualTo(reply.errors());
            assertThat(message.hasError()).isEqualTo(failure.isPresent());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261121})
    void aCallingRecordIsFoundWhereTheMessagesHaveIt(long seed) throws Exception {
        RecordSamples samples = new RecordSamples(seed);
        int found = 0;
        for (int i = 0; i < SAMPLES; i++) {
            ExternalRequest<Object> request = samples.request("value");
            byte[] written = bytes(PackageWriter.request(request, new byte[] {7}, "text/x"));
            RequestDP message = RequestDP.parseFrom(written);
            try {
                RecordPath.find(message);
            } catch (InvalidRequestException missing) {
                assertThatThrownBy(() -> RequestBytes.read(written))
                        .as("seed %d, sample %d", seed, i)
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessage(missing.getMessage());
                continue;
            }
            found++;
            RequestBytes read = RequestBytes.read(written);
            assertThat(read.dataPackage()).isEqualTo(message.getDataPackage());
            assertThat(read.data()).containsExactly(7);
            assertThat(read.contentType()).isEqualTo("text/x");
            assertThat(read.controllerId()).isEqualTo(request.controllerRecordId());
            assertThat(read.phaseId()).isEqualTo(request.phaseRecordId());
            assertThat(read.moduleId()).isEqualTo(request.moduleRecordId());
            assertThat(read.remaining()).isEqualTo(message.getRemainingTime());
        }
        assertThat(found).as("seed %d", seed).isBetween(10, SAMPLES - 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261121})
    void damagedRequestsAreRefusedOrReadButNeverMore(long seed) throws Exception {
        RecordSamples samples = new RecordSamples(seed);
        Random random = new Random(seed);
        for (int i = 0; i < SAMPLES; i++) {
            byte[] damaged = bytes(PackageWriter.request(samples.request("value"), new byte[] {7}, "text/x"));
            for (int times = random.nextInt(4); times >= 0; times--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            byte[] sent = java.util.Arrays.copyOf(damaged, damaged.length - random.nextInt(2) * (damaged.length / 3));
            try {
                var _ = RequestBytes.read(sent).dataPackage();
            } catch (InvalidRequestException e) {
                assertThat(e).hasMessageMatching("(?s)the request is not a RequestDP|Encoder gRPC .* not found");
            }
        }
    }
}
