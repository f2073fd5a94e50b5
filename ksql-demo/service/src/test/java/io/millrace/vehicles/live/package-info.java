@NullMarked
package io.millrace.vehicles.live;

import org.jspecify.annotations.NullMarked;
