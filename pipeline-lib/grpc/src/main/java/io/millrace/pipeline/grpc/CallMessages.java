package io.millrace.pipeline.grpc;

import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.grpc.codec.DataCodec;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.DataPackageModule;
import io.millrace.pipeline.proto.Error;
import io.millrace.pipeline.proto.ReturnDPandError;
import io.millrace.pipeline.proto.StreamResult;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The caller's side of the messages. */
final class CallMessages<T> {

    private final Codecs<T> codecs;

    CallMessages(Codecs<T> codecs) {
        this.codecs = codecs;
    }

    /** The bytes of a {@link io.millrace.pipeline.proto.RequestDP}. */
    Encoded request(ExternalRequest<T> from) {
        DataCodec<T> codec = codecs.spoken();
        return PackageWriter.request(from, codec.encode(from.data()), codec.contentType());
    }

    /** Reads the answer to {@code request}. */
    ExternalReply<T> reply(ExternalRequest<T> request, ReturnDPandError answer) {
        DataPackage dataPackage = answer.getDataPackage();
        List<ErrorRecord> gained = gained(request, dataPackage);
        Optional<ErrorRecord> failure = failure(answer.hasError(), answer.getError());
        Optional<ModuleRecord> module = find(dataPackage, answer.getDataPackageModuleId());
        if (module.isEmpty()) {
            return failed(
                    request,
                    gained,
                    failure,
                    "the answer names the module record '" + answer.getDataPackageModuleId() + "', which is not in it");
        }
        T data = decode(dataPackage.getContentType(), dataPackage.getData().toByteArray());
        return new ExternalReply<>(data, module, gained, failure);
    }

    /** Reads the result of {@code request} that came over a stream. */
    ExternalReply<T> reply(ExternalRequest<T> request, StreamResult result) {
        List<ErrorRecord> gained =
                result.getErrorsList().stream().map(ErrorMessages::record).toList();
        Optional<ErrorRecord> failure = failure(result.hasError(), result.getError());
        if (!result.hasModule()) {
            return failed(request, gained, failure, "the result has no module record");
        }
        T data = decode(result.getContentType(), result.getData().toByteArray());
        return new ExternalReply<>(data, Optional.of(PackageMessages.record(result.getModule())), gained, failure);
    }

    private static <T> ExternalReply<T> failed(
            ExternalRequest<T> request, List<ErrorRecord> gained, Optional<ErrorRecord> failure, String otherwise) {
        ErrorRecord error = failure.orElseGet(() -> Errors.of("RemoteException", otherwise));
        return new ExternalReply<>(request.data(), Optional.empty(), gained, Optional.of(error));
    }

    @SuppressWarnings("NullAway") // null only when the user's data is null
    private T decode(String contentType, byte[] bytes) {
        @Nullable T data = codecs.understanding(contentType).decode(bytes);
        return data;
    }

    private static Optional<ErrorRecord> failure(boolean present, Error error) {
        return present ? Optional.of(ErrorMessages.record(error)) : Optional.empty();
    }

    private static List<ErrorRecord> gained(ExternalRequest<?> request, DataPackage answered) {
        if (answered.getErrorsCount() == 0) {
            return List.of();
        }
        Set<String> known = new HashSet<>();
        request.dataPackage().errors().forEach(error -> known.add(error.id()));
        return answered.getErrorsList().stream()
                .filter(error -> !known.contains(error.getId()))
                .map(ErrorMessages::record)
                .toList();
    }

    private static Optional<ModuleRecord> find(DataPackage dataPackage, String id) {
        return id.isEmpty()
                ? Optional.empty()
                : dataPackage.getControllersList().reversed().stream()
                        .flatMap(controller -> controller.getPhasesList().reversed().stream())
                        .map(phase -> find(phase.getModulesList(), id))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<ModuleRecord> find(List<DataPackageModule> modules, String id) {
        for (DataPackageModule module : modules.reversed()) {
            if (module.getId().equals(id)) {
                return Optional.of(PackageMessages.record(module));
            }
            Optional<ModuleRecord> below = find(module.getSubModulesList(), id);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }
}
