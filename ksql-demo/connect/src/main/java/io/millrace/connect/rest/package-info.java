/** Kafka Connect's REST API: paths, shapes, codes and errors of the original, over our worker. */
@NullMarked
package io.millrace.connect.rest;

import org.jspecify.annotations.NullMarked;
