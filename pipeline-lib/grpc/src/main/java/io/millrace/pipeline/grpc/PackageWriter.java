package io.millrace.pipeline.grpc;

import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.DataPackageController;
import io.millrace.pipeline.proto.DataPackageModule;
import io.millrace.pipeline.proto.DataPackagePhase;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.StreamResult;
import java.util.List;

/**
 * Writes records of packages straight to the bytes of their messages: the same bytes as those of generated messages,
 * without a builder and an object per record for each package.
 */
final class PackageWriter {

    /** Most messages have less besides their data. */
    private static final int USUAL_BYTES = 1024;

    private PackageWriter() {}

    /** The bytes of a {@link RequestDP}. */
    static <T> Encoded request(ExternalRequest<T> from, byte[] data, String contentType) {
        ProtoWriter out = new ProtoWriter(USUAL_BYTES + data.length);
        out.number(
                RequestDP.REMAINING_TIME_FIELD_NUMBER,
                from.remaining().map(time -> time.toNanos() / 1e9).orElse(0.0));
        out.text(RequestDP.DATA_PACKAGE_MODULE_ID_FIELD_NUMBER, from.moduleRecordId());
        out.text(RequestDP.DATA_PACKAGE_PHASE_ID_FIELD_NUMBER, from.phaseRecordId());
        out.text(RequestDP.DATA_PACKAGE_CONTROLLER_ID_FIELD_NUMBER, from.controllerRecordId());
        int mark = out.mark();
        write(out, from.dataPackage(), data, contentType);
        out.endMessage(RequestDP.DATA_PACKAGE_FIELD_NUMBER, mark);
        return out.message();
    }

    /** The bytes of a {@link StreamResult}. */
    static byte[] result(long number, ExternalReply<?> from, byte[] data, String contentType) {
        ProtoWriter out = new ProtoWriter(USUAL_BYTES / 2 + data.length);
        from.failure().ifPresent(error -> error(out, StreamResult.ERROR_FIELD_NUMBER, error));
        errors(out, StreamResult.ERRORS_FIELD_NUMBER, from.errors());
        from.module().ifPresent(module -> module(out, StreamResult.MODULE_FIELD_NUMBER, module));
        out.text(StreamResult.CONTENT_TYPE_FIELD_NUMBER, contentType);
        out.bytes(StreamResult.DATA_FIELD_NUMBER, data);
        out.integer(StreamResult.NUMBER_FIELD_NUMBER, number);
        return out.toByteArray();
    }

    private static void write(ProtoWriter out, PackageRecord from, byte[] data, String contentType) {
        out.text(DataPackage.CONTENT_TYPE_FIELD_NUMBER, contentType);
        errors(out, DataPackage.ERRORS_FIELD_NUMBER, from.errors());
        out.number(DataPackage.TOTAL_TIME_FIELD_NUMBER, from.totalTime());
        out.number(DataPackage.END_TIME_FIELD_NUMBER, from.endTime());
        out.number(DataPackage.START_TIME_FIELD_NUMBER, from.startTime());
        out.integer(DataPackage.STATUS_FIELD_NUMBER, from.status().number());
        out.bytes(DataPackage.DATA_FIELD_NUMBER, data);
        for (int i = from.controllers().size() - 1; i >= 0; i--) {
            int mark = out.mark();
            write(out, from.controllers().get(i));
            out.endMessage(DataPackage.CONTROLLERS_FIELD_NUMBER, mark);
        }
        out.text(DataPackage.PIPELINE_INSTANCE_ID_FIELD_NUMBER, from.pipelineInstanceId());
        out.text(DataPackage.PIPELINE_NAME_FIELD_NUMBER, from.pipelineName());
        out.text(DataPackage.PIPELINE_ID_FIELD_NUMBER, from.pipelineId());
        out.text(DataPackage.ID_FIELD_NUMBER, from.id());
    }

    private static void write(ProtoWriter out, ControllerRecord from) {
        int shortNumber = (int) Math.min(from.sequenceNumber(), Integer.MAX_VALUE);
        out.integer(
                DataPackageController.LONG_SEQUENCE_NUMBER_FIELD_NUMBER,
                shortNumber == from.sequenceNumber() ? 0 : from.sequenceNumber());
        for (int i = from.phases().size() - 1; i >= 0; i--) {
            int mark = out.mark();
            write(out, from.phases().get(i));
            out.endMessage(DataPackageController.PHASES_FIELD_NUMBER, mark);
        }
        out.number(DataPackageController.TOTAL_TIME_FIELD_NUMBER, from.totalTime());
        out.number(DataPackageController.OUTPUT_WAITING_TIME_FIELD_NUMBER, from.outputWaitingTime());
        out.number(DataPackageController.INPUT_WAITING_TIME_FIELD_NUMBER, from.inputWaitingTime());
        out.number(DataPackageController.END_TIME_FIELD_NUMBER, from.endTime());
        out.number(DataPackageController.START_TIME_FIELD_NUMBER, from.startTime());
        out.integer(DataPackageController.STATUS_FIELD_NUMBER, from.status().number());
        out.integer(DataPackageController.SEQUENCE_NUMBER_FIELD_NUMBER, shortNumber);
        out.integer(DataPackageController.WORKERS_FIELD_NUMBER, from.workers());
        out.text(DataPackageController.MODE_FIELD_NUMBER, from.mode());
        out.text(DataPackageController.CONTROLLER_NAME_FIELD_NUMBER, from.controllerName());
        out.text(DataPackageController.CONTROLLER_ID_FIELD_NUMBER, from.controllerId());
        out.text(DataPackageController.ID_FIELD_NUMBER, from.id());
    }

    private static void write(ProtoWriter out, PhaseRecord from) {
        modules(out, DataPackagePhase.MODULES_FIELD_NUMBER, from.modules());
        out.number(DataPackagePhase.TOTAL_TIME_FIELD_NUMBER, from.totalTime());
        out.number(DataPackagePhase.END_TIME_FIELD_NUMBER, from.endTime());
        out.number(DataPackagePhase.START_TIME_FIELD_NUMBER, from.startTime());
        out.integer(DataPackagePhase.STATUS_FIELD_NUMBER, from.status().number());
        out.text(DataPackagePhase.PHASE_NAME_FIELD_NUMBER, from.phaseName());
        out.text(DataPackagePhase.PHASE_ID_FIELD_NUMBER, from.phaseId());
        out.text(DataPackagePhase.ID_FIELD_NUMBER, from.id());
    }

    private static void modules(ProtoWriter out, int field, List<ModuleRecord> from) {
        for (int i = from.size() - 1; i >= 0; i--) {
            module(out, field, from.get(i));
        }
    }

    private static void module(ProtoWriter out, int field, ModuleRecord from) {
        int mark = out.mark();
        from.error().ifPresent(error -> error(out, DataPackageModule.ERROR_FIELD_NUMBER, error));
        out.text(DataPackageModule.MESSAGE_FIELD_NUMBER, from.message());
        modules(out, DataPackageModule.SUB_MODULES_FIELD_NUMBER, from.subModules());
        out.number(DataPackageModule.TOTAL_TIME_FIELD_NUMBER, from.totalTime());
        out.number(DataPackageModule.WAITING_TIME_FIELD_NUMBER, from.waitingTime());
        out.number(DataPackageModule.END_TIME_FIELD_NUMBER, from.endTime());
        out.number(DataPackageModule.START_TIME_FIELD_NUMBER, from.startTime());
        out.integer(DataPackageModule.STATUS_FIELD_NUMBER, from.status().number());
        out.text(DataPackageModule.MODULE_NAME_FIELD_NUMBER, from.moduleName());
        out.text(DataPackageModule.MODULE_ID_FIELD_NUMBER, from.moduleId());
        out.text(DataPackageModule.ID_FIELD_NUMBER, from.id());
        out.endMessage(field, mark);
    }

    private static void errors(ProtoWriter out, int field, List<ErrorRecord> from) {
        for (int i = from.size() - 1; i >= 0; i--) {
            error(out, field, from.get(i));
        }
    }

    /** Errors are rare: as they are built elsewhere. */
    private static void error(ProtoWriter out, int field, ErrorRecord from) {
        out.nested(field, ErrorMessages.message(from).toByteArray());
    }
}
