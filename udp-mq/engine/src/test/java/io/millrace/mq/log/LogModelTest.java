package io.millrace.mq.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.TransientException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log beside a sorted map, through random appends, releases, forces, reopenings and deaths of the process. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LogModelTest {

    private static final int STEPS = 3_000;

    @TempDir
    private Path temp;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void holdsWhatAMapHolds(long seed) throws Exception {
        Random random = new Random(seed);
        Map<Long, String> model = new TreeMap<>();
        Path folder = temp.resolve("log-0");
        MappedMessageLog log = LogContents.open(folder);
        int refused = 0;
        for (int step = 0; step < STEPS; step++) {
            int dice = random.nextInt(1_000);
            // waves: mostly appends, then mostly releases
            boolean growing = step / 500 % 2 == 0;
            if (dice < (growing ? 600 : 300)) {
                refused += append(log, model, random) ? 0 : 1;
            } else if (dice < 960) {
                release(log, model, random);
            } else if (dice < 985) {
                log.force();
            } else if (dice < 995) {
                log.close();
                log = reopen(folder, model);
            } else {
                Path copy = LogContents.crashed(folder, temp.resolve("log-" + (step + 1)));
                log.close();
                folder = copy;
                log = reopen(folder, model);
            }
        }
        log.close();
        assertThat(LogContents.read(folder)).containsExactlyEntriesOf(model);
        assertThat(LogContents.files(folder)).hasSizeLessThanOrEqualTo(LogContents.SMALL.maxSegments());
        assertThat(refused).isLessThan(STEPS / 4);
    }

    private static boolean append(MappedMessageLog log, Map<Long, String> model, Random random) {
        String text = "x".repeat(random.nextInt(120)) + random.nextInt();
        try {
            long id = log.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            model.put(id, text);
            return true;
        } catch (TransientException e) {
            assertThat(e).hasMessageContaining("is full");
            return false;
        }
    }

    /** Mostly one of the oldest. */
    private static void release(MappedMessageLog log, Map<Long, String> model, Random random) {
        if (model.isEmpty()) {
            return;
        }
        List<Long> ids = new ArrayList<>(model.keySet());
        int choice = random.nextInt(10) < 8 ? random.nextInt(Math.min(5, ids.size())) : random.nextInt(ids.size());
        log.release(ids.get(choice));
        model.remove(ids.get(choice));
    }

    private static MappedMessageLog reopen(Path folder, Map<Long, String> model) {
        Map<Long, String> seen = new java.util.LinkedHashMap<>();
        MappedMessageLog log =
                MappedMessageLog.open(folder, LogContents.SMALL, (id, entry) -> seen.put(id, LogContents.text(entry)));
        assertThat(seen).containsExactlyEntriesOf(model);
        return log;
    }
}
