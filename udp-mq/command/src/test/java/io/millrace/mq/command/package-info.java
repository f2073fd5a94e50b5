@NullMarked
package io.millrace.mq.command;

import org.jspecify.annotations.NullMarked;
