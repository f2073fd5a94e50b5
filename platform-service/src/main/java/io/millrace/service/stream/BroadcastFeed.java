package io.millrace.service.stream;

import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;

/** A reader of a broadcast that lives on when the reader has gone; rows say what they look like themselves. */
record BroadcastFeed(Broadcast stream, SubscriberSettings bounds) implements StreamFeed {

    @Override
    public String schemaJson() {
        return "{\"columns\":[]}";
    }

    @Override
    public Overflow overflow() {
        return bounds.overflow();
    }

    @Override
    public Subscription subscribe(Runnable wakeUp) {
        return stream.subscribe(bounds, wakeUp);
    }

    @Override
    public void close() {}
}
