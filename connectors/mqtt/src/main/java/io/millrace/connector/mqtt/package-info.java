/**
 * MQTT topics as source and sink, in versions 3.1.1 and 5. A source of quality 1 confirms a message to the broker when
 * it was stored, so that the broker gives it again otherwise; a sink of quality 1 returns when the broker has confirmed
 * all.
 */
@NullMarked
package io.millrace.connector.mqtt;

import org.jspecify.annotations.NullMarked;
