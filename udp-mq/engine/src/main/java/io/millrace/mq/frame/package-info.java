/** The wire format of the reference queue: text behind its own length. */
@NullMarked
package io.millrace.mq.frame;

import org.jspecify.annotations.NullMarked;
