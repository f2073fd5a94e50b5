package io.millrace.pipeline.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package as the reference prints it: JSON in which every leaf is a text, for example
 * {@code {"id":"DP-...","pipeline_id":"P-...",...,"data":"VALUE9","status":"Status.SUCCESS",...,"errors":[]}}. Values
 * of more than 1,024 characters are cut and end in {@code ...}.
 */
public final class PackageText {

    private static final JsonFactory JSON = new JsonFactory();

    private PackageText() {}

    /** The package as JSON on one line. */
    public static String of(PackageRecord dataPackage) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, dataPackage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, PackageRecord it) throws IOException {
        json.writeStartObject();
        leaf(json, "id", it.id());
        leaf(json, "pipeline_id", it.pipelineId());
        leaf(json, "pipeline_name", it.pipelineName());
        leaf(json, "pipeline_instance_id", it.pipelineInstanceId());
        json.writeArrayFieldStart("controllers");
        for (ControllerRecord controller : it.controllers()) {
            write(json, controller);
        }
        json.writeEndArray();
        json.writeFieldName("data");
        Leaves.write(json, it.data());
        leaf(json, "status", it.status());
        leaf(json, "start_time", it.startTime());
        leaf(json, "end_time", it.endTime());
        leaf(json, "total_time", it.totalTime());
        json.writeArrayFieldStart("errors");
        for (ErrorRecord error : it.errors()) {
            write(json, error);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ControllerRecord it) throws IOException {
        json.writeStartObject();
        leaf(json, "id", it.id());
        leaf(json, "controller_id", it.controllerId());
        leaf(json, "controller_name", it.controllerName());
        leaf(json, "mode", it.mode());
        leaf(json, "workers", it.workers());
        leaf(json, "sequence_number", it.sequenceNumber());
        leaf(json, "status", it.status());
        leaf(json, "start_time", it.startTime());
        leaf(json, "end_time", it.endTime());
        leaf(json, "input_waiting_time", it.inputWaitingTime());
        leaf(json, "output_waiting_time", it.outputWaitingTime());
        leaf(json, "total_time", it.totalTime());
        json.writeArrayFieldStart("phases");
        for (PhaseRecord phase : it.phases()) {
            write(json, phase);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, PhaseRecord it) throws IOException {
        json.writeStartObject();
        leaf(json, "id", it.id());
        leaf(json, "phase_id", it.phaseId());
        leaf(json, "phase_name", it.phaseName());
        leaf(json, "status", it.status());
        leaf(json, "start_time", it.startTime());
        leaf(json, "end_time", it.endTime());
        leaf(json, "total_time", it.totalTime());
        modules(json, "modules", it.modules());
        json.writeEndObject();
    }

    private static void modules(JsonGenerator json, String field, List<ModuleRecord> modules) throws IOException {
        json.writeArrayFieldStart(field);
        for (ModuleRecord module : modules) {
            write(json, module);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, ModuleRecord it) throws IOException {
        json.writeStartObject();
        leaf(json, "id", it.id());
        leaf(json, "module_id", it.moduleId());
        leaf(json, "module_name", it.moduleName());
        leaf(json, "status", it.status());
        leaf(json, "start_time", it.startTime());
        leaf(json, "end_time", it.endTime());
        leaf(json, "waiting_time", it.waitingTime());
        leaf(json, "total_time", it.totalTime());
        modules(json, "sub_modules", it.subModules());
        leaf(json, "message", it.message());
        if (it.error().isPresent()) {
            json.writeFieldName("error");
            write(json, it.error().get());
        } else {
            leaf(json, "error", null);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ErrorRecord it) throws IOException {
        json.writeStartObject();
        leaf(json, "message", it.message());
        leaf(json, "id", it.id());
        leaf(json, "type", it.type());
        json.writeFieldName("traceback");
        Leaves.write(json, it.traceback());
        leaf(json, "thread", it.thread());
        leaf(json, "start_context", it.startContext());
        leaf(json, "thread_id", it.threadId());
        leaf(json, "is_daemon", it.daemon());
        json.writeEndObject();
    }

    private static void leaf(JsonGenerator json, String field, @Nullable Object value) throws IOException {
        json.writeStringField(field, Leaves.text(value));
    }
}
