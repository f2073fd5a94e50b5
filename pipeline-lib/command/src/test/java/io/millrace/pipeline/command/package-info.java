@NullMarked
package io.millrace.pipeline.command;

import org.jspecify.annotations.NullMarked;
