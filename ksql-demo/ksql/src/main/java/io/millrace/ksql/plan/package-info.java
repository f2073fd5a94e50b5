/** Analysis: from statements and a metastore to typed logical plans that a runtime can build. */
@NullMarked
package io.millrace.ksql.plan;

import org.jspecify.annotations.NullMarked;
