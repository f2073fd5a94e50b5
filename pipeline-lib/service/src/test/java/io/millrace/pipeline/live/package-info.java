@NullMarked
package io.millrace.pipeline.live;

import org.jspecify.annotations.NullMarked;
