package io.millrace.pipeline.balance;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.Status;
import io.grpc.util.GracefulSwitchLoadBalancer;
import io.millrace.core.time.Ticker;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policy {@code millrace_slow_start}: {@code {"window": "5s", "childPolicy": [...]}}. Whatever the child picks, a
 * server that has connected within the window gets only a share of it that rises evenly with time.
 */
final class SlowStartProvider extends LoadBalancerProvider {

    static final String NAME = "millrace_slow_start";

    private static final int PRIORITY = 5;

    private final Ticker ticker;

    SlowStartProvider(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * The parsed configuration.
     *
     * @param window for how long
     * @param child the configuration of the policy below
     */
    record Config(Duration window, Object child) {}

    @Override
    public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
        return new SlowStartBalancer(helper, ticker);
    }

    @Override
    public ConfigOrError parseLoadBalancingPolicyConfig(Map<String, ?> raw) {
        if (!(raw.get("window") instanceof String window) || !window.endsWith("s")) {
            return wrong("window must be a duration such as 5s, was " + raw.get("window"));
        }
        Duration parsed;
        try {
            parsed = Duration.parse("PT" + window);
        } catch (DateTimeException e) {
            return wrong("window must be a duration such as 5s, was " + window);
        }
        ConfigOrError child = GracefulSwitchLoadBalancer.parseLoadBalancingPolicyConfig(children(raw));
        Object parsedChild = child.getConfig();
        return parsedChild == null ? child : ConfigOrError.fromConfig(new Config(parsed, parsedChild));
    }

    private static ConfigOrError wrong(String text) {
        return ConfigOrError.fromError(Status.INVALID_ARGUMENT.withDescription(NAME + ": " + text));
    }

    private static List<Map<String, ?>> children(Map<String, ?> raw) {
        List<Map<String, ?>> children = new ArrayList<>();
        if (raw.get("childPolicy") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    children.add(textKeys(map));
                }
            }
        }
        return children;
    }

    private static Map<String, ?> textKeys(Map<?, ?> map) {
        Map<String, Object> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), value));
        return texts;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    @Override
    public String getPolicyName() {
        return NAME;
    }
}
