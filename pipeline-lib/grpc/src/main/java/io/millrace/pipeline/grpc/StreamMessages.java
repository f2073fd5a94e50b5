package io.millrace.pipeline.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.millrace.pipeline.proto.ModuleStreamServiceGrpc;
import io.millrace.pipeline.proto.StreamCall;
import io.millrace.pipeline.proto.StreamReply;
import io.millrace.pipeline.proto.StreamRequest;
import io.millrace.pipeline.proto.StreamResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of {@code data.ModuleStreamService/runStream}. Of a message that holds many packages only the frame is
 * read on the connection's thread; each package is read by who works on it or waits for it.
 */
final class StreamMessages {

    /** For the caller. */
    static final MethodDescriptor<Encoded, Results> CALLER = ModuleStreamServiceGrpc.getRunStreamMethod().toBuilder(
                    Encoded.WRITTEN, reading(StreamMessages::results))
            .build();

    /** For the server. */
    static final MethodDescriptor<Calls, Encoded> SERVER = ModuleStreamServiceGrpc.getRunStreamMethod().toBuilder(
                    reading(StreamMessages::calls), Encoded.WRITTEN)
            .build();

    private static final int FRAME_BYTES = 32;

    private StreamMessages() {}

    /**
     * One package's part of a message.
     *
     * @param number the caller's, unique within the stream among those under way
     * @param bytes a {@code RequestDP} of a call, a whole {@link StreamResult} of a result
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Part(long number, byte[] bytes) {}

    /**
     * What a {@link StreamRequest} holds.
     *
     * @param cancelled numbers of calls that nobody waits for any more
     * @param maxResultBytes the largest message that the caller takes; 0 when it does not say
     */
    record Calls(List<Part> calls, List<Long> cancelled, int maxResultBytes) {}

    /**
     * What a {@link StreamReply} holds.
     *
     * @param draining the server is about to go
     */
    record Results(List<Part> results, boolean draining) {}

    // ---- writing

    /** The bytes of a {@link StreamRequest} of those packages. */
    static Encoded request(List<StreamedCall> calls, List<Long> cancelled, int maxResultBytes) {
        int size = FRAME_BYTES + 12 * cancelled.size();
        for (StreamedCall call : calls) {
            size += FRAME_BYTES + call.request().length();
        }
        ProtoWriter out = new ProtoWriter(size);
        out.integer(StreamRequest.MAX_RESULT_BYTES_FIELD_NUMBER, maxResultBytes);
        if (!cancelled.isEmpty()) {
            int mark = out.mark();
            cancelled.reversed().forEach(out::varint);
            out.endMessage(StreamRequest.CANCELLED_FIELD_NUMBER, mark);
        }
        for (StreamedCall call : calls.reversed()) {
            Encoded request = call.request();
            int callMark = out.mark();
            out.raw(request.buffer(), request.offset(), request.length());
            out.endMessage(StreamCall.REQUEST_FIELD_NUMBER, callMark);
            out.integer(StreamCall.NUMBER_FIELD_NUMBER, call.number());
            out.endMessage(StreamRequest.CALLS_FIELD_NUMBER, callMark);
        }
        return out.message();
    }

    /** The bytes of a {@link StreamReply} of those results, each a {@link StreamResult}. */
    static Encoded reply(List<byte[]> results, boolean draining) {
        int size = FRAME_BYTES;
        for (byte[] result : results) {
            size += FRAME_BYTES + result.length;
        }
        ProtoWriter out = new ProtoWriter(size);
        out.integer(StreamReply.DRAINING_FIELD_NUMBER, draining ? 1 : 0);
        for (byte[] result : results.reversed()) {
            out.nested(StreamReply.RESULTS_FIELD_NUMBER, result);
        }
        return out.message();
    }

    // ---- reading

    @FunctionalInterface
    private interface Reader<M> {
        M read(CodedInputStream in) throws IOException;
    }

    private static <M> Marshaller<M> reading(Reader<M> reader) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(M value) {
                throw new UnsupportedOperationException("only read");
            }

            @Override
            public M parse(InputStream stream) {
                try {
                    CodedInputStream in = CodedInputStream.newInstance(Incoming.bytes(stream));
                    return reader.read(in);
                } catch (IOException e) {
                    throw Status.INTERNAL
                            .withDescription("Invalid protobuf byte sequence")
                            .withCause(e)
                            .asRuntimeException();
                }
            }
        };
    }

    private static Calls calls(CodedInputStream in) throws IOException {
        List<Part> calls = new ArrayList<>();
        List<Long> cancelled = new ArrayList<>(0);
        int maxResultBytes = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case StreamRequest.CALLS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    calls.add(call(in));
                case StreamRequest.CANCELLED_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    int outer = in.pushLimit(in.readRawVarint32());
                    while (in.getBytesUntilLimit() > 0) {
                        cancelled.add(in.readInt64());
                    }
                    in.popLimit(outer);
                }
                case StreamRequest.CANCELLED_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT ->
                    cancelled.add(in.readInt64());
                case StreamRequest.MAX_RESULT_BYTES_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT ->
                    maxResultBytes = in.readInt32();
                default -> skip(in, tag);
            }
        }
        return new Calls(calls, cancelled, maxResultBytes);
    }

    private static Part call(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        long number = 0;
        byte[] request = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case StreamCall.NUMBER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT -> number = in.readInt64();
                case StreamCall.REQUEST_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    request = in.readByteArray();
                default -> skip(in, tag);
            }
        }
        in.popLimit(outer);
        return new Part(number, request);
    }

    private static Results results(CodedInputStream in) throws IOException {
        List<Part> results = new ArrayList<>();
        boolean draining = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case StreamReply.RESULTS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    byte[] result = in.readByteArray();
                    results.add(new Part(number(result), result));
                }
                case StreamReply.DRAINING_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT -> draining = in.readBool();
                default -> skip(in, tag);
            }
        }
        return new Results(results, draining);
    }

    /** The number comes first in what others write; if not, the rest is read too. */
    private static long number(byte[] result) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(result);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (StreamResult.NUMBER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT)) {
                return in.readInt64();
            }
            skip(in, tag);
        }
        return 0;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that has not begun");
        }
    }
}
