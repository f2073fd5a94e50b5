/**
 * The extended command set that shares a port with the reference one: several commands per datagram, leases,
 * acknowledgements.
 */
@NullMarked
package io.millrace.mq.protocol;

import org.jspecify.annotations.NullMarked;
