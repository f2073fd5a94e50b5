/**
 * How the data of a package becomes bytes: JSON, CBOR and pickle of plain values, and users' own codecs. Nothing that
 * is read can name a class or run anything.
 */
@NullMarked
package io.millrace.pipeline.grpc.codec;

import org.jspecify.annotations.NullMarked;
