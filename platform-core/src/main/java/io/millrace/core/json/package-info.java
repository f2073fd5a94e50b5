/** One JSON object as a value that travels: the text that came, and its fields for who asks. */
@NullMarked
package io.millrace.core.json;

import org.jspecify.annotations.NullMarked;
