package io.millrace.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Holds {@code docs/metrics.md} to the enums; with {@code -Dupdate.docs} writes it instead. */
public final class DocumentedMeters {

    private DocumentedMeters() {}

    /** Checks one section of the page. */
    public static void check(String section, MeterName... meters) throws IOException {
        Path page = page(Path.of("").toAbsolutePath());
        String text = Files.readString(page);
        String renewed = MeterTable.renew(text, section, List.of(meters));
        if (System.getProperty("update.docs") != null) {
            Files.writeString(page, renewed);
        } else {
            assertThat(text)
                    .as("docs/metrics.md, section %s; renew it with -Dupdate.docs", section)
                    .isEqualTo(renewed);
        }
    }

    private static Path page(Path folder) {
        Path page = folder.resolve("docs").resolve("metrics.md");
        Path above = folder.getParent();
        if (Files.exists(page)) {
            return page;
        }
        if (above == null) {
            throw new AssertionError("no folder above has docs/metrics.md");
        }
        return page(above);
    }
}
