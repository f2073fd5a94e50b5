@NullMarked
package io.millrace.gateway.catalog;

import org.jspecify.annotations.NullMarked;
