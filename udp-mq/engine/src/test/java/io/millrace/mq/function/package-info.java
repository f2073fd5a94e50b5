@NullMarked
package io.millrace.mq.function;

import org.jspecify.annotations.NullMarked;
