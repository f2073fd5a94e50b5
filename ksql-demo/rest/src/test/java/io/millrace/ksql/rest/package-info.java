@NullMarked
package io.millrace.ksql.rest;

import org.jspecify.annotations.NullMarked;
