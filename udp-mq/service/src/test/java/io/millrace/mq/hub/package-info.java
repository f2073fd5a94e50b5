@NullMarked
package io.millrace.mq.hub;

import org.jspecify.annotations.NullMarked;
