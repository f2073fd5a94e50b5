/** Holds the documents of the repository to what is in it. */
@NullMarked
package io.millrace.core.documentation;

import org.jspecify.annotations.NullMarked;
