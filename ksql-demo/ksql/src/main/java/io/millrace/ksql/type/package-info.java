/** ksqlDB's types and the Java values of each. */
@NullMarked
package io.millrace.ksql.type;

import org.jspecify.annotations.NullMarked;
