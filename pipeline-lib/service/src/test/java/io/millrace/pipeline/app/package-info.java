@NullMarked
package io.millrace.pipeline.app;

import org.jspecify.annotations.NullMarked;
