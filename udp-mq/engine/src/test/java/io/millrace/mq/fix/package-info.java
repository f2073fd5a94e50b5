@NullMarked
package io.millrace.mq.fix;

import org.jspecify.annotations.NullMarked;
