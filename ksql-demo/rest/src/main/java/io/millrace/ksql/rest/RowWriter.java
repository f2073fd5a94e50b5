package io.millrace.ksql.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.ksql.plan.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts an answer together, piece by piece, in one of the forms. Not thread-safe. */
final class RowWriter implements AutoCloseable {

    private final QueryForm form;
    private final RowJson rows;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator json;
    private final SerializableString before;
    private final SerializableString behind;
    private final SerializableString behindRemoved;

    RowWriter(QueryForm form, List<Column> columns) {
        this.form = form;
        this.rows = new RowJson(columns);
        this.before = new SerializedString(form.before());
        this.behind = new SerializedString(form.behind(false));
        this.behindRemoved = new SerializedString(form.behind(true));
        try {
            this.json = Json.FACTORY.createGenerator(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void row(@Nullable Object[] row, boolean removed) {
        try {
            json.writeRaw(before);
            rows.write(json, row);
            json.writeRaw(removed ? behindRemoved : behind);
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
    }

    void text(String text) {
        bytes.writeBytes(text.getBytes(UTF_8));
    }

    QueryForm form() {
        return form;
    }

    int size() {
        return bytes.size();
    }

    /** What was put together so far, leaving nothing. */
    byte[] take() {
        byte[] all = bytes.toByteArray();
        bytes.reset();
        return all;
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
    }
}
