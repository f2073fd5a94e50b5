@NullMarked
package io.millrace.mq.topology;

import org.jspecify.annotations.NullMarked;
