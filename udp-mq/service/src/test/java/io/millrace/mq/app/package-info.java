@NullMarked
package io.millrace.mq.app;

import org.jspecify.annotations.NullMarked;
