/** The architecture of the service kit. */
@NullMarked
package io.millrace.service;

import org.jspecify.annotations.NullMarked;
