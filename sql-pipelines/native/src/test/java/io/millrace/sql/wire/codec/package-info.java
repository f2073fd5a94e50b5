@NullMarked
package io.millrace.sql.wire.codec;

import org.jspecify.annotations.NullMarked;
