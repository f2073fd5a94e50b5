@NullMarked
package io.millrace.pipeline.registry;

import org.jspecify.annotations.NullMarked;
