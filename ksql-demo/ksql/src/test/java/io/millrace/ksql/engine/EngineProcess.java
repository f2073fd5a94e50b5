package io.millrace.ksql.engine;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.run.RunSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An engine alone in a JVM, until its standard input ends or somebody kills it. */
final class EngineProcess {

    private EngineProcess() {}

    public static void main(String[] args) throws Exception {
        try (KsqlEngine _ = engine(args[0], args[1], Path.of(args[2]), args[3], 1, RemoteQueries.NONE, Map.of())) {
            while (System.in.read() >= 0) {
                // goes with whoever started it
            }
        }
    }

    /** Starts one with the class path of this JVM. */
    static Process start(String bootstrapServers, String application, Path folder, String server) throws Exception {
        String java = ProcessHandle.current().info().command().orElse("java");
        return new ProcessBuilder(List.of(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineProcess.class.getName(),
                        bootstrapServers,
                        application,
                        folder.toString(),
                        server))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static KsqlEngine engine(
            String bootstrapServers,
            String application,
            Path folder,
            String server,
            int standbys,
            RemoteQueries remote,
            Map<String, String> overrides)
            throws InterruptedException {
        RunSettings run = new RunSettings(
                bootstrapServers, EngineSettings.prefix(application), server, folder, 1, standbys, false, 0, overrides);
        return KsqlEngine.start(
                new EngineSettings(
                        application,
                        run,
                        new Analyzer.Defaults(Format.Kind.KAFKA, Format.Kind.JSON),
                        null,
                        (short) 1,
                        Duration.ofSeconds(90)),
                remote,
                Ticker.SYSTEM);
    }
}
