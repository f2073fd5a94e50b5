package io.millrace.pipeline.grpc;

import io.grpc.MethodDescriptor;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;

/** The method {@code /data.ModuleService/run} as each end reads it. */
final class ModuleMethods {

    /** For the caller: what it reads may be anything. */
    static final MethodDescriptor<Encoded, Incoming<ReturnDPandError>> CALLER =
            ModuleServiceGrpc.getRunMethod().toBuilder(
                            Encoded.WRITTEN,
                            Incoming.marshaller(
                                    ReturnDPandError.getDefaultInstance(), ReturnDPandError::getDataPackage))
                    .build();

    /** For the server: what it reads may be anything. */
    static final MethodDescriptor<Incoming<RequestDP>, ReturnDPandError> SERVER =
            ModuleServiceGrpc.getRunMethod().toBuilder(
                            Incoming.marshaller(RequestDP.getDefaultInstance(), RequestDP::getDataPackage),
                            ModuleServiceGrpc.getRunMethod().getResponseMarshaller())
                    .build();

    private ModuleMethods() {}
}
