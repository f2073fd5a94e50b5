package io.millrace.ksql.format;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * A registry without a server: a schema's number is a hash of it, so all processes that know the same statements agree.
 * It knows the schemas of the streams and tables that were declared; whoever writes with another one needs a real
 * registry.
 */
public final class LocalSchemas implements SchemaRegistry {

    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();

    /** The number that a schema has in each of these registries. */
    public static int number(Schema schema) {
        long print = SchemaNormalization.parsingFingerprint64(schema);
        return (int) (print ^ (print >>> Integer.SIZE)) & Integer.MAX_VALUE;
    }

    @Override
    public int id(String subject, Schema schema) {
        int id = number(schema);
        Schema present = known.putIfAbsent(id, schema);
        if (present != null && !SchemaNormalization.toParsingForm(present).equals(form(schema))) {
            throw new FormatException("the schemas of " + subject + " and of " + present.getFullName()
                    + " have the same number " + id + ": use a schema registry");
        }
        return id;
    }

    private static String form(Schema schema) {
        return SchemaNormalization.toParsingForm(schema);
    }

    @Override
    public Schema schema(int id) {
        Schema schema = known.get(id);
        if (schema == null) {
            throw new FormatException("Avro schema " + id
                    + " is unknown: no stream or table has it, and no schema registry is configured");
        }
        return schema;
    }
}
