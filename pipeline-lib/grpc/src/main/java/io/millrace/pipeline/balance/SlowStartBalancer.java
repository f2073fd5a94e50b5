package io.millrace.pipeline.balance;

import io.grpc.Attributes;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.util.ForwardingLoadBalancerHelper;
import io.grpc.util.GracefulSwitchLoadBalancer;
import io.millrace.core.time.Ticker;
import java.util.concurrent.ThreadLocalRandom;

/** Turns some of the picks of young servers down, and has the child pick again. */
final class SlowStartBalancer extends LoadBalancer {

    static final Attributes.Key<Warmth> WARMTH = Attributes.Key.create("millrace-warmth");

    /** So that one young server among few others gets its small share, and one alone gets everything soon. */
    private static final int PICKS = 4;

    private final Helper helper;
    private final Ticker ticker;
    private final GracefulSwitchLoadBalancer child;
    private final WarmUp warmUp;

    SlowStartBalancer(Helper helper, Ticker ticker) {
        this.helper = helper;
        this.ticker = ticker;
        this.warmUp = new WarmUp(ticker);
        this.child = new GracefulSwitchLoadBalancer(new ChildHelper());
    }

    @Override
    public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
        if (!(resolved.getLoadBalancingPolicyConfig() instanceof SlowStartProvider.Config config)) {
            return Status.UNAVAILABLE.withDescription(SlowStartProvider.NAME + " has no configuration");
        }
        warmUp.window(config.window());
        return child.acceptResolvedAddresses(resolved.toBuilder()
                .setLoadBalancingPolicyConfig(config.child())
                .build());
    }

    @Override
    public void handleNameResolutionError(Status error) {
        child.handleNameResolutionError(error);
    }

    @Override
    public void requestConnection() {
        child.requestConnection();
    }

    @Override
    public void shutdown() {
        child.shutdown();
    }

    private final class ChildHelper extends ForwardingLoadBalancerHelper {
        @Override
        protected Helper delegate() {
            return helper;
        }

        @Override
        public Subchannel createSubchannel(CreateSubchannelArgs args) {
            return new WarmSubchannel(helper.createSubchannel(args), new Warmth(warmUp));
        }

        @Override
        public void updateBalancingState(ConnectivityState state, SubchannelPicker picker) {
            helper.updateBalancingState(state, new SlowPicker(picker));
        }
    }

    private final class SlowPicker extends SubchannelPicker {
        private final SubchannelPicker picker;

        SlowPicker(SubchannelPicker picker) {
            this.picker = picker;
        }

        @Override
        public PickResult pickSubchannel(PickSubchannelArgs args) {
            PickResult result = picker.pickSubchannel(args);
            long now = ticker.nanos();
            if (warmUp.over(now)) {
                return result;
            }
            for (int picks = 1; picks < PICKS && refused(result, now); picks++) {
                result = picker.pickSubchannel(args);
            }
            return result;
        }

        private boolean refused(PickResult result, long now) {
            Subchannel subchannel = result.getSubchannel();
            Warmth warmth =
                    subchannel == null ? null : subchannel.getAttributes().get(WARMTH);
            return warmth != null && ThreadLocalRandom.current().nextDouble() >= warmth.share(now);
        }
    }
}
