/** Addresses as users write them, for every program and setting that takes one. */
@NullMarked
package io.millrace.core.net;

import org.jspecify.annotations.NullMarked;
