@NullMarked
package io.millrace.mq.live;

import org.jspecify.annotations.NullMarked;
