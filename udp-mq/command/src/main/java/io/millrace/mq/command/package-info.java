/** The command-line programs: {@code mq}, {@code worker}, {@code sink}, {@code feeder} and so on. */
@NullMarked
package io.millrace.mq.command;

import org.jspecify.annotations.NullMarked;
