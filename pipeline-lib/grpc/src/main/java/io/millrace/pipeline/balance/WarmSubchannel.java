package io.millrace.pipeline.balance;

import io.grpc.Attributes;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.util.ForwardingSubchannel;

/** A connection to a server that notes when it was made. */
final class WarmSubchannel extends ForwardingSubchannel {

    private final Subchannel delegate;
    private final Warmth warmth;
    private final Attributes attributes;

    WarmSubchannel(Subchannel delegate, Warmth warmth) {
        this.delegate = delegate;
        this.warmth = warmth;
        this.attributes = delegate.getAttributes().toBuilder()
                .set(SlowStartBalancer.WARMTH, warmth)
                .build();
    }

    @Override
    protected Subchannel delegate() {
        return delegate;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public void start(SubchannelStateListener listener) {
        delegate.start(state -> {
            if (state.getState() == ConnectivityState.READY) {
                warmth.connected();
            }
            listener.onSubchannelState(state);
        });
    }
}
