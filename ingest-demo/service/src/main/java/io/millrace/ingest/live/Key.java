package io.millrace.ingest.live;

import org.jspecify.annotations.Nullable;

/** What the latest row is kept of for readers that are slow. */
record Key(@Nullable String type, @Nullable String product) {}
