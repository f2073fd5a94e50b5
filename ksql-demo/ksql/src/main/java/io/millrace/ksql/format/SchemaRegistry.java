package io.millrace.ksql.format;

import org.apache.avro.Schema;

/** Numbers for Avro schemas, which stand in front of each record: a zero byte, then the number in four bytes. */
public interface SchemaRegistry {

    /**
     * The number of a schema, made when it is new.
     *
     * @param subject under which it is filed: {@code <topic>-key} or {@code <topic>-value}
     * @throws io.millrace.core.failure.TransientException when the registry does not answer
     */
    int id(String subject, Schema schema);

    /**
     * The schema of a number.
     *
     * @throws FormatException when there is none
     * @throws io.millrace.core.failure.TransientException when the registry does not answer
     */
    Schema schema(int id);
}
