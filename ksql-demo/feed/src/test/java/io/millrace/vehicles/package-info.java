@NullMarked
package io.millrace.vehicles;

import org.jspecify.annotations.NullMarked;
