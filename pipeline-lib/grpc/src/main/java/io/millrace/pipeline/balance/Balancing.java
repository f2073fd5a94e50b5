package io.millrace.pipeline.balance;

import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannelBuilder;
import io.grpc.NameResolverRegistry;
import io.millrace.core.time.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * Makes a channel spread its calls over the servers of a module. The builder is made for {@link #TARGET}:
 *
 * <pre>{@code
 * var builder = NettyChannelBuilder.forTarget(Balancing.TARGET, credentials);
 * Balancing.apply(builder, new Targets.Fixed(servers), BalanceSettings.DEFAULT);
 * }</pre>
 *
 * <p>Calls then wait for a server as long as the settings' patience allows, and a call that no server has begun goes to
 * another one by itself. A call that may have run is never sent again from here: it ends as
 * {@link io.grpc.Status.Code#UNAVAILABLE} with a description that says so.
 */
public final class Balancing {

    /** What to make the builder of a channel for. */
    public static final String TARGET = TargetResolverProvider.SCHEME + ":///servers";

    private static final long FOR_EVER_DAYS = 365_000;

    static {
        LoadBalancerRegistry.getDefaultRegistry().register(new SlowStartProvider(Ticker.SYSTEM));
        NameResolverRegistry.getDefaultRegistry().register(new TargetResolverProvider());
    }

    private Balancing() {}

    /** Tells the builder which servers there are and how to choose among them. */
    public static void apply(ManagedChannelBuilder<?> builder, Targets targets, BalanceSettings settings) {
        builder.setNameResolverArg(TargetResolverProvider.TARGETS, targets);
        builder.defaultServiceConfig(ServiceConfig.of(settings));
        builder.disableServiceConfigLookUp();
        // An idle channel would forget the registry's last list.
        builder.idleTimeout(FOR_EVER_DAYS, TimeUnit.DAYS);
        builder.intercept(new PatientCalls(targets.toString(), settings.patience()));
    }
}
