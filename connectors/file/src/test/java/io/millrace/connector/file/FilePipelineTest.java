package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FilePipelineTest {

    @TempDir
    private Path folder;

    @Test
    void copiesAFileButForItsBadLines() throws IOException, InterruptedException {
        Path orders = folder.resolve("orders.ndjson");
        Path large = folder.resolve("large.ndjson");
        Files.writeString(orders, "{\"amount\":12}\n{broken\n{\"amount\":3}\n{\"amount\":40}\n");
        // region copy
        FileSource source = new FileSource(FileSourceSettings.of(orders, false), Ticker.SYSTEM);
        FileSink sink = new FileSink(FileSinkSettings.of(large));
        Pipeline<String, String> pipeline = Pipeline.<String, String>of(
                        "large-orders",
                        source,
                        (in, out) -> {
                            if (in.value().matches(".*\\d\\d.*")) {
                                out.accept(in);
                            }
                        },
                        sink)
                .with(PipelineSettings.DEFAULT.with(FailurePolicy.SKIP));
        PipelineRunner runner = new PipelineRunner(Ticker.SYSTEM, PipelineListener.NONE, new Random());
        try (PipelineHandle handle = runner.start(pipeline)) {
            PipelineState last = handle.await();
            assertThat(last).isEqualTo(new PipelineState.Stopped());
        }
        // endregion
        assertThat(large).hasContent("{\"amount\":12}\n{\"amount\":40}");
        assertThat(folder.resolve("orders.ndjson.offset")).hasContent("{\"bytes\":49,\"lines\":4}");
    }
}
