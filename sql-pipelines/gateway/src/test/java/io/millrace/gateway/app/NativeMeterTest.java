package io.millrace.gateway.app;

import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class NativeMeterTest {

    @Test
    void everyMeterIsDocumented() throws IOException {
        DocumentedMeters.check("sql-native", NativeMeter.values());
    }
}
