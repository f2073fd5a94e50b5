package io.millrace.ksql.format;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.plan.Schema;
import io.millrace.ksql.type.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serde;

/** Makes the codecs of streams and tables. Thread-safe. */
public final class Codecs {

    private static final String DELIMITER = "delimiter";
    private static final String FULL_NAME = "fullSchemaName";

    private final SchemaRegistry registry;

    public Codecs(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** For the key's columns, without the window. */
    public RowCodec keys(DataSource source) {
        return keys(source.schema(), source.keyFormat(), source.topic().name());
    }

    /** For the key's columns of a topic. */
    public RowCodec keys(Schema schema, Format format, String topic) {
        List<Column> columns = schema.keys();
        return codec(
                columns, columns.isEmpty() ? Format.of(Format.Kind.NONE) : format, columns.size() > 1, topic + "-key");
    }

    /** For the value's columns. */
    public RowCodec values(DataSource source) {
        List<Column> columns = source.schema().values();
        boolean wrapped = columns.size() != 1 || source.wrapSingleValue();
        return codec(columns, source.valueFormat(), wrapped, source.topic().name() + "-value");
    }

    /** Keys with the window that the source's keys hold, if any. */
    public Serde<Key> keySerde(DataSource source) {
        return KeySerde.of(keys(source), source.windowing());
    }

    public Serde<Row> valueSerde(DataSource source) {
        return new RowSerde(values(source));
    }

    private RowCodec codec(List<Column> columns, Format format, boolean wrapped, String subject) {
        return switch (format.kind()) {
            case NONE -> new NoneCodec();
            case KAFKA -> {
                check(columns, format, KafkaCodec::supports);
                if (columns.size() != 1) {
                    throw KsqlException.of("the format KAFKA holds one column, not " + columns.size());
                }
                yield new KafkaCodec((SqlType.Scalar) columns.getFirst().type());
            }
            case DELIMITED -> {
                check(columns, format, DelimitedCodec::supports);
                yield new DelimitedCodec(columns, delimiter(format.properties().getOrDefault(DELIMITER, ",")));
            }
            case JSON -> new JsonCodec(columns, wrapped);
            case AVRO ->
                new AvroCodec(columns, wrapped, format.properties().getOrDefault(FULL_NAME, ""), subject, registry);
            case JSON_SR, PROTOBUF ->
                throw KsqlException.of("the format " + format.kind() + " is not supported: use JSON or AVRO");
        };
    }

    private static void check(List<Column> columns, Format format, Predicate<SqlType> supports) {
        for (Column column : columns) {
            if (!supports.test(column.type())) {
                throw KsqlException.of("the format " + format.kind() + " cannot hold column `" + column.name()
                        + "` of type " + column.type().text());
            }
        }
    }

    private static char delimiter(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "SPACE" -> ' ';
            case "TAB" -> '\t';
            default -> {
                if (text.length() != 1) {
                    throw KsqlException.of("a delimiter is one character, SPACE or TAB, not '" + text + "'");
                }
                yield text.charAt(0);
            }
        };
    }
}
