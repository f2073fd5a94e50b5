/** Tests of the package. */
@NullMarked
package io.millrace.exchange;

import org.jspecify.annotations.NullMarked;
