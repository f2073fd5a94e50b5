/**
 * ksqlDB's HTTP API over a {@link io.millrace.ksql.engine.KsqlEngine}, so that clients made for ksqlDB work:
 * {@link io.millrace.ksql.rest.KsqlApi} listens, and answers when it is given an engine;
 * {@link io.millrace.ksql.rest.HttpRemoteQueries} is how engines ask each other, at an internal path of the same port.
 * Nothing that can wait runs on an event loop: each request has a virtual thread.
 */
@NullMarked
package io.millrace.ksql.rest;

import org.jspecify.annotations.NullMarked;
