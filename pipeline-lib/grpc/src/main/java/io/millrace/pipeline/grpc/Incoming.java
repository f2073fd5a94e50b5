package io.millrace.pipeline.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.protobuf.ProtoUtils;
import io.millrace.pipeline.proto.DataPackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * A message as it came: understood, or why not. Bytes that make no sense thereby become an answer instead of a broken
 * call.
 *
 * @param message the message; empty when it was not understood
 * @param kind whether it was
 */
record Incoming<M extends Message>(M message, Kind kind) {

    /** Whether a message was understood. */
    enum Kind {
        UNDERSTOOD,
        /** Of the generation of August 2024, whose fields have other numbers. */
        SEED,
        GARBAGE
    }

    /** As deep as sub-modules may nest on the wire. */
    private static final int MAX_DEPTH = 1000;

    /** {@code start_time}, a double in field 7 of SEED's package; MAIN has the status there. */
    private static final int SEED_START_TIME = 7;

    private static final int PACKAGE_FIELD = 1;

    /** A marshaller that reads this way and writes as usual. */
    static <M extends Message> Marshaller<Incoming<M>> marshaller(M empty, Function<M, DataPackage> dataPackage) {
        Marshaller<M> usual = ProtoUtils.marshaller(empty);
        @SuppressWarnings("unchecked") // a message's parser makes messages of its own type
        Parser<M> parser = (Parser<M>) empty.getParserForType();
        return new Marshaller<>() {
            @Override
            public InputStream stream(Incoming<M> value) {
                return usual.stream(value.message());
            }

            @Override
            public Incoming<M> parse(InputStream stream) {
                try {
                    return read(bytes(stream), parser, empty, dataPackage);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** Without the buffers of unknown length, which are larger than most messages. */
    static byte[] bytes(InputStream stream) throws IOException {
        return stream instanceof KnownLength ? stream.readNBytes(stream.available()) : stream.readAllBytes();
    }

    private static <M extends Message> Incoming<M> read(
            byte[] bytes, Parser<M> parser, M empty, Function<M, DataPackage> dataPackage) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            in.setRecursionLimit(MAX_DEPTH);
            M message = parser.parseFrom(in);
            in.checkLastTagWas(0);
            return ofSeed(dataPackage.apply(message).getUnknownFields())
                    ? new Incoming<>(empty, Kind.SEED)
                    : new Incoming<>(message, Kind.UNDERSTOOD);
        } catch (InvalidProtocolBufferException _) {
            return new Incoming<>(empty, ofSeed(bytes) ? Kind.SEED : Kind.GARBAGE);
        }
    }

    private static boolean ofSeed(UnknownFieldSet unknown) {
        return unknown.hasField(SEED_START_TIME)
                && !unknown.getField(SEED_START_TIME).getFixed64List().isEmpty();
    }

    /** Looks at the fields of the package without reading what is in them. */
    private static boolean ofSeed(byte[] bytes) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == tag(PACKAGE_FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    return hasSeedTime(in.readBytes().newCodedInput());
                }
                in.skipField(tag);
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean hasSeedTime(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == tag(SEED_START_TIME, WireFormat.WIRETYPE_FIXED64)) {
                return true;
            }
            in.skipField(tag);
        }
        return false;
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }
}
