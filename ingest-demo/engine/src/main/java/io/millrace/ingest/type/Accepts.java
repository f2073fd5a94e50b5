package io.millrace.ingest.type;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of a document may be, beyond its type; a component of a record of settings has it. It becomes part of the
 * JSON Schema, so that each wrong value is told with its line and path. On a list it says what each element may be, and
 * that there is at least one and no two are alike.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Accepts {

    /** A regular expression that is found in the text. */
    String pattern() default "";

    /** A text that fits the pattern, for messages. */
    String example() default "";

    /** The texts that it may be; empty for any. */
    String[] values() default {};

    /** The least number. */
    long min() default Long.MIN_VALUE;

    /** The largest number. */
    long max() default Long.MAX_VALUE;
}
