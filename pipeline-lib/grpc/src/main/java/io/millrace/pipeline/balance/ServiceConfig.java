package io.millrace.pipeline.balance;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns settings into the service configuration of a channel: slow start around outliers around the policy. */
final class ServiceConfig {

    private static final double HUNDRED = 100;
    private static final Duration REPORT = Duration.ofSeconds(1);

    private ServiceConfig() {}

    static Map<String, ?> of(BalanceSettings settings) {
        Map<String, ?> policy = policy(settings.policy());
        if (settings.outliers().enabled()) {
            policy = outliers(settings.outliers(), policy);
        }
        if (settings.slowStart().isPositive()) {
            policy = Map.of(
                    SlowStartProvider.NAME,
                    Map.of("window", seconds(settings.slowStart()), "childPolicy", List.of(policy)));
        }
        return Map.of("loadBalancingConfig", List.of(policy));
    }

    private static Map<String, ?> policy(BalancePolicy policy) {
        return switch (policy) {
            case ROUND_ROBIN -> Map.of("round_robin", Map.of());
            case LEAST_REQUEST -> Map.of("least_request_experimental", Map.of("choiceCount", 2.0));
            case WEIGHTED ->
                Map.of(
                        "weighted_round_robin",
                        Map.of(
                                "enableOobLoadReport", true,
                                "oobReportingPeriod", seconds(REPORT),
                                "blackoutPeriod", seconds(REPORT.multipliedBy(2)),
                                "weightUpdatePeriod", seconds(REPORT),
                                "weightExpirationPeriod", seconds(REPORT.multipliedBy(20))));
        };
    }

    private static Map<String, ?> outliers(OutlierSettings settings, Map<String, ?> child) {
        return Map.of(
                "outlier_detection_experimental",
                Map.of(
                        "interval",
                        seconds(settings.interval()),
                        "baseEjectionTime",
                        seconds(settings.ejection()),
                        "maxEjectionPercentage",
                        (double) settings.maxEjectedPercent(),
                        "failurePercentageEjection",
                        Map.of(
                                "threshold",
                                // It must be exceeded.
                                (double) settings.failurePercent() - 1,
                                "enforcementPercentage",
                                HUNDRED,
                                "minimumHosts",
                                2.0,
                                "requestVolume",
                                (double) settings.minCalls()),
                        "childPolicy",
                        List.of(child)));
    }

    /** A duration in the form of protobuf's JSON, for example {@code 1.500000000s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%d.%09ds", duration.toSeconds(), duration.toNanosPart());
    }
}
