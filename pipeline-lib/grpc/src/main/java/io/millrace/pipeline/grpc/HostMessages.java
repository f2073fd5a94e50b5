package io.millrace.pipeline.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.grpc.codec.DataCodec;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;
import io.millrace.pipeline.proto.StreamResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's side of the messages: reads a request, has the host run it, makes the answer. Never throws. */
final class HostMessages<T> {

    private final ModuleHost<T> host;
    private final Codecs<T> codecs;

    HostMessages(ModuleHost<T> host, Codecs<T> codecs) {
        this.host = host;
        this.codecs = codecs;
    }

    /** The answer with the whole package, as every caller of {@code run} expects it. */
    ReturnDPandError answer(RequestDP request) {
        RecordPath path;
        Outcome<T> outcome;
        try {
            path = RecordPath.find(request);
            outcome = run(request);
        } catch (RuntimeException e) {
            return ReturnDPandError.newBuilder()
                    .setDataPackage(request.getDataPackage())
                    .setError(ErrorMessages.message(Errors.of(e)))
                    .build();
        }
        return outcome.into(request, path);
    }

    /**
     * The result with only what is new.
     *
     * @param bytes a {@link StreamResult}
     * @param well whether it has no error
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Result(byte[] bytes, boolean well) {}

    /** The result of a package that came over a stream; {@code request} is a {@link RequestDP}. */
    Result result(long number, byte[] request) {
        try {
            RequestBytes read = RequestBytes.read(request);
            byte[] sent = read.data();
            DataCodec<T> codec = codecs.understanding(read.contentType());
            T data = decode(codec, sent);
            ExternalReply<T> reply = host.run(new ExternalRequest<>(
                    () -> PackageMessages.record(read.dataPackage(), data),
                    data,
                    read.controllerId(),
                    read.phaseId(),
                    read.moduleId(),
                    remaining(read.remaining())));
            byte[] encoded = encode(codec, reply.data(), data, sent);
            return new Result(
                    PackageWriter.result(number, reply, encoded, codec.contentType()),
                    reply.failure().isEmpty());
        } catch (RuntimeException e) {
            StreamResult failed = StreamResult.newBuilder()
                    .setNumber(number)
                    .setError(ErrorMessages.message(Errors.of(e)))
                    .build();
            return new Result(failed.toByteArray(), false);
        }
    }

    private Outcome<T> run(RequestDP request) {
        DataPackage message = request.getDataPackage();
        DataCodec<T> codec = codecs.understanding(message.getContentType());
        byte[] sent = message.getData().toByteArray();
        T data = decode(codec, sent);
        ExternalReply<T> reply = host.run(new ExternalRequest<>(
                () -> PackageMessages.record(message, data),
                data,
                request.getDataPackageControllerId(),
                request.getDataPackagePhaseId(),
                request.getDataPackageModuleId(),
                remaining(request.getRemainingTime())));
        ByteString encoded = UnsafeByteOperations.unsafeWrap(encode(codec, reply.data(), data, sent));
        return new Outcome<>(reply, encoded, codec.contentType());
    }

    /** Data that nothing can have changed go back as they came. */
    @SuppressWarnings("ReferenceEquality") // the very value: others that are equal may be written otherwise
    private static <T> byte[] encode(DataCodec<T> codec, T now, T before, byte[] sent) {
        return now == before && codec.immutable() ? sent : codec.encode(now);
    }

    @SuppressWarnings("NullAway") // null only when the user's data is null
    private static <T> T decode(DataCodec<T> codec, byte[] bytes) {
        @Nullable T data = codec.decode(bytes);
        return data;
    }

    private static Optional<Duration> remaining(double seconds) {
        return seconds > 0 && seconds < Integer.MAX_VALUE
                ? Optional.of(Duration.ofNanos((long) (seconds * 1e9)))
                : Optional.empty();
    }

    /** What the host answered, its data encoded. */
    private record Outcome<T>(ExternalReply<T> reply, ByteString data, String contentType) {

        ReturnDPandError into(RequestDP request, RecordPath path) {
            ReturnDPandError.Builder answer = ReturnDPandError.newBuilder();
            DataPackage.Builder dataPackage =
                    request.getDataPackage().toBuilder().setData(data).setContentType(contentType);
            for (int i = 0; i < dataPackage.getErrorsCount(); i++) {
                dataPackage.setErrors(i, ErrorMessages.withoutVariables(dataPackage.getErrors(i)));
            }
            reply.errors().forEach(error -> dataPackage.addErrors(ErrorMessages.message(error)));
            reply.module().ifPresent(module -> {
                path.calling(dataPackage).addSubModules(PackageMessages.message(module));
                answer.setDataPackageModuleId(module.id());
            });
            failure().ifPresent(error -> answer.setError(ErrorMessages.message(error)));
            return answer.setDataPackage(dataPackage).build();
        }

        private Optional<ErrorRecord> failure() {
            return reply.failure();
        }
    }
}
