@NullMarked
package io.millrace.core.json;

import org.jspecify.annotations.NullMarked;
