@NullMarked
package io.millrace.mq.statistics;

import org.jspecify.annotations.NullMarked;
