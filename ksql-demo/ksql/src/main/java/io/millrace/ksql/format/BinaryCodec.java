package io.millrace.ksql.format;

import io.millrace.ksql.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own compact form, for state stores and internal topics: equal values give equal bytes. */
public final class BinaryCodec implements RowCodec {

    private final SqlType[] types;

    public BinaryCodec(List<SqlType> types) {
        this.types = types.toArray(SqlType[]::new);
    }

    @Override
    public byte[] write(Row row) {
        BinaryWriter writer = new BinaryWriter();
        for (int i = 0; i < types.length; i++) {
            writer.value(row.get(i), types[i]);
        }
        return writer.toBytes();
    }

    @Override
    public Row read(byte[] bytes) {
        BinaryReader reader = new BinaryReader(bytes);
        @Nullable Object[] values = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = reader.value(types[i]);
        }
        return Row.of(values);
    }
}
