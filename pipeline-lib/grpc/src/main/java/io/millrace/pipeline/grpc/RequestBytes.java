package io.millrace.pipeline.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.DataPackageController;
import io.millrace.pipeline.proto.DataPackageModule;
import io.millrace.pipeline.proto.DataPackagePhase;
import io.millrace.pipeline.proto.RequestDP;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RequestDP} of which only what every package needs has been read: its data and who calls. The records of a
 * package are most of a message, and few modules look at them; they are read when one does.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class RequestBytes {

    private static final byte[] NONE = {};
    private static final int[] BELOW_CONTROLLER = {
        DataPackageController.PHASES_FIELD_NUMBER, DataPackagePhase.MODULES_FIELD_NUMBER
    };

    /** As deep as sub-modules may nest on the wire. */
    private static final int MAX_DEPTH = 1000;

    private final byte[] bytes;
    private byte[] controllerId = NONE;
    private byte[] phaseId = NONE;
    private byte[] moduleId = NONE;
    private byte[] data = NONE;
    private String contentType = "";
    private double remaining;
    private int packageFrom;
    private int packageTo;

    private RequestBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the head of a request.
     *
     * @throws InvalidRequestException when it is none, or when the calling record is not within it
     */
    static RequestBytes read(byte[] bytes) {
        RequestBytes request = new RequestBytes(bytes);
        try {
            request.readHead();
            request.readPackage();
            return request;
        } catch (IOException e) {
            throw notOne(e);
        }
    }

    private static InvalidRequestException notOne(IOException e) {
        return new InvalidRequestException(
                InvalidRequestException.Reason.UNPROCESSABLE, "the request is not a RequestDP", e);
    }

    private CodedInputStream within(int from, int to) {
        return CodedInputStream.newInstance(bytes, from, to - from);
    }

    private void readHead() throws IOException {
        CodedInputStream in = within(0, bytes.length);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case RequestDP.DATA_PACKAGE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    int length = in.readRawVarint32();
                    if (packageTo > 0) {
                        throw new InvalidProtocolBufferException("two packages in one request");
                    }
                    packageFrom = in.getTotalBytesRead();
                    packageTo = packageFrom + length;
                    in.skipRawBytes(length);
                }
                case RequestDP.DATA_PACKAGE_CONTROLLER_ID_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    controllerId = in.readByteArray();
                case RequestDP.DATA_PACKAGE_PHASE_ID_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    phaseId = in.readByteArray();
                case RequestDP.DATA_PACKAGE_MODULE_ID_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    moduleId = in.readByteArray();
                case RequestDP.REMAINING_TIME_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_FIXED64 ->
                    remaining = in.readDouble();
                default -> skip(in, tag);
            }
        }
    }

    private void readPackage() throws IOException {
        CodedInputStream in = within(packageFrom, packageTo);
        int controllerFrom = -1;
        int controllerTo = -1;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case DataPackage.DATA_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    data = in.readByteArray();
                case DataPackage.CONTENT_TYPE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    contentType = in.readString();
                case DataPackage.CONTROLLERS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    int length = in.readRawVarint32();
                    int from = packageFrom + in.getTotalBytesRead();
                    in.skipRawBytes(length);
                    if (named(from, from + length, controllerId)) {
                        controllerFrom = from;
                        controllerTo = from + length;
                    }
                }
                default -> skip(in, tag);
            }
        }
        RecordPath.require(controllerFrom >= 0, "Controller");
        int @Nullable [] phase = last(controllerFrom, controllerTo, BELOW_CONTROLLER[0], phaseId, 0);
        if (phase == null) {
            RecordPath.require(false, "Phase");
            return;
        }
        RecordPath.require(last(phase[0], phase[1], BELOW_CONTROLLER[1], moduleId, 1) != null, "Module");
    }

    /**
     * The place of the last message of that identifier in a repeated field, or null.
     *
     * @param depth 0 for phases; modules, from 1, may lie within modules
     */
    private int @Nullable [] last(int from, int to, int field, byte[] id, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new InvalidProtocolBufferException("modules nest too deep");
        }
        int @Nullable [] found = null;
        CodedInputStream in = within(from, to);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag != (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                skip(in, tag);
                continue;
            }
            int length = in.readRawVarint32();
            int start = from + in.getTotalBytesRead();
            in.skipRawBytes(length);
            if (named(start, start + length, id)) {
                found = new int[] {start, start + length};
            } else if (depth > 0 && found == null) {
                found = last(start, start + length, DataPackageModule.SUB_MODULES_FIELD_NUMBER, id, depth + 1);
            }
        }
        return found;
    }

    /** Whether the message there, of any kind of record, has that identifier. */
    private boolean named(int from, int to, byte[] id) throws IOException {
        CodedInputStream in = within(from, to);
        boolean same = id.length == 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (DataPackageModule.ID_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                int length = in.readRawVarint32();
                int start = from + in.getTotalBytesRead();
                in.skipRawBytes(length);
                same = Arrays.equals(bytes, start, start + length, id, 0, id.length);
            } else {
                skip(in, tag);
            }
        }
        return same;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that has not begun");
        }
    }

    /** The data as they came. */
    byte[] data() {
        return data;
    }

    String contentType() {
        return contentType;
    }

    String controllerId() {
        return new String(controllerId, StandardCharsets.UTF_8);
    }

    String phaseId() {
        return new String(phaseId, StandardCharsets.UTF_8);
    }

    String moduleId() {
        return new String(moduleId, StandardCharsets.UTF_8);
    }

    /** Seconds; 0 means no limit. */
    double remaining() {
        return remaining;
    }

    /** The package, which is read now. */
    DataPackage dataPackage() {
        try {
            CodedInputStream in = within(packageFrom, packageTo);
            in.setRecursionLimit(MAX_DEPTH);
            return DataPackage.parseFrom(in);
        } catch (IOException e) {
            throw notOne(e);
        }
    }
}
