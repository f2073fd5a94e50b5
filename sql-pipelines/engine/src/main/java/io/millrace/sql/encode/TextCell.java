package io.millrace.sql.encode;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Columns of UTF-8: strings, fixed strings without their padding, JSON as it stands. */
final class TextCell extends Cell {

    private final boolean padded;
    private final boolean json;
    private byte[] data = {};
    private int[] starts = {};
    private int[] lengths = {};
    private boolean @Nullable [] nulls;

    TextCell(DataType type, byte[] announcement) {
        super(announcement);
        padded = type.kind() == TypeKind.FIXED_STRING;
        json = type.kind() == TypeKind.JSON;
    }

    @Override
    void bind(Vector vector) {
        BytesVector texts = (BytesVector) vector;
        data = texts.data;
        starts = texts.starts;
        lengths = texts.lengths;
        nulls = texts.nulls;
    }

    @Override
    int maxBytes() {
        return 0;
    }

    @Override
    int write(JsonBuffer out, int position, int row) {
        int at = announce(out.bytes, position);
        boolean[] flags = nulls;
        if (flags != null && flags[row]) {
            return JsonBuffer.nil(out.bytes, at);
        }
        if (padded || json) {
            return special(out, at, data, starts[row], lengths[row]);
        }
        return TextEscape.write(out, at, data, starts[row], lengths[row], reserve());
    }

    @Override
    int writeValue(JsonBuffer out, int position, Object value) {
        byte[] text = value instanceof byte[] raw ? raw : value.toString().getBytes(StandardCharsets.UTF_8);
        return special(out, position, text, 0, text.length);
    }

    private int special(JsonBuffer out, int position, byte[] text, int start, int length) {
        if (json) {
            int at = new JsonText(text, start, length).write(out, position, reserve());
            if (at >= 0) {
                return at;
            }
        }
        int trimmed = length;
        while (padded && trimmed > 0 && text[start + trimmed - 1] == 0) {
            trimmed--;
        }
        return TextEscape.write(out, position, text, start, trimmed, reserve());
    }
}
