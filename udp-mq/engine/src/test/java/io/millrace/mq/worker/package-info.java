@NullMarked
package io.millrace.mq.worker;

import org.jspecify.annotations.NullMarked;
