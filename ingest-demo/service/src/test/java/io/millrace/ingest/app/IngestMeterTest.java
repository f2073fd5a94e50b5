package io.millrace.ingest.app;

import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class IngestMeterTest {

    @Test
    void everyMeterIsDocumented() throws IOException {
        DocumentedMeters.check("ingest", IngestMeter.values());
    }
}
