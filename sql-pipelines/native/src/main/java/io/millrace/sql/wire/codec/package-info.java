/**
 * The bytes of the native protocol: numbers and texts, compressed frames, and blocks of columns, which go from and to
 * the engine's vectors without an object per row. Nothing here knows a socket; nothing is allocated for a length that a
 * client claims before its bytes have come.
 */
@NullMarked
package io.millrace.sql.wire.codec;

import org.jspecify.annotations.NullMarked;
