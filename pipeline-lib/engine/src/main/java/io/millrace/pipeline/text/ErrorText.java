package io.millrace.pipeline.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.pipeline.data.ErrorRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * An error as the reference writes it: {@code {"message":"Test
 * Error","id":"Error-...","type":"ValueError","traceback":[...],"thread":"Thread-11",
 * "start_context":"N/A","thread_id":17,"is_daemon":false}}.
 */
public final class ErrorText {

    /** What is shown instead of an error when debugging is off. */
    public static final String HIDDEN = "{\"message\":\"Something went wrong.\"}";

    private static final JsonFactory JSON = new JsonFactory();

    private ErrorText() {}

    /** The error as JSON on one line, with all but versions. */
    public static String of(ErrorRecord error) {
        return of(error, ErrorTextOptions.DEFAULT);
    }

    /** The error as JSON on one line. */
    public static String of(ErrorRecord error, ErrorTextOptions options) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            field(json, options.message(), "message", error.message());
            field(json, options.id(), "id", error.id());
            field(json, options.type(), "type", error.type());
            if (options.traceback()) {
                json.writeArrayFieldStart("traceback");
                for (String line : error.traceback()) {
                    json.writeString(line);
                }
                json.writeEndArray();
            }
            field(json, options.thread(), "thread", error.thread());
            field(json, options.startContext(), "start_context", error.startContext());
            if (options.threadId()) {
                json.writeNumberField("thread_id", error.threadId());
            }
            if (options.daemon()) {
                json.writeBooleanField("is_daemon", error.daemon());
            }
            if (options.moduleVersions()) {
                versions(json, error.moduleVersions());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void field(JsonGenerator json, boolean shown, String name, String value) throws IOException {
        if (shown) {
            json.writeStringField(name, value);
        }
    }

    private static void versions(JsonGenerator json, Map<String, String> given) throws IOException {
        json.writeObjectFieldStart("module_versions");
        for (Map.Entry<String, String> entry : new TreeMap<>(given.isEmpty() ? here() : given).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static Map<String, String> here() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", Runtime.version().toString());
        for (Package each : Package.getPackages()) {
            String title = each.getImplementationTitle();
            String version = each.getImplementationVersion();
            if (title != null && version != null) {
                versions.putIfAbsent(title, version);
            }
        }
        return versions;
    }
}
