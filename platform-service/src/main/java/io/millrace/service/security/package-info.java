/** Who may call a service: the optional bearer token and the check of a browser's origin. */
@NullMarked
package io.millrace.service.security;

import org.jspecify.annotations.NullMarked;
