/** The functions of the dialect, each with its typing rule and its vectorised implementation. */
@NullMarked
package io.millrace.sql.function;

import org.jspecify.annotations.NullMarked;
