/**
 * What workers do with a message. A function of your own is a class that implements {@link MessageFunction}, named in
 * {@code META-INF/services/io.millrace.mq.function.MessageFunction} of an archive on the class path.
 */
@NullMarked
package io.millrace.mq.function;

import org.jspecify.annotations.NullMarked;
