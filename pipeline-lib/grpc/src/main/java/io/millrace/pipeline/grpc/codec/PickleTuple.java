package io.millrace.pipeline.grpc.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tuple within a pickle: a list that nothing is added to, and what functions take. */
record PickleTuple(List<@Nullable Object> elements) {}
