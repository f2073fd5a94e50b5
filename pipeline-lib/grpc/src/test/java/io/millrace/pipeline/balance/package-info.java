@NullMarked
package io.millrace.pipeline.balance;

import org.jspecify.annotations.NullMarked;
