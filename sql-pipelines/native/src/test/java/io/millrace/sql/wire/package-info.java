@NullMarked
package io.millrace.sql.wire;

import org.jspecify.annotations.NullMarked;
