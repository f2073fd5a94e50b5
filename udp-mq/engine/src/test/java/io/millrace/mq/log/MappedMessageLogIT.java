package io.millrace.mq.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log in a process of its own, which is killed, or whose files may not grow. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
final class MappedMessageLogIT {

    private static final LogSettings SETTINGS = new LogSettings(64 << 10, 2 << 20, false);

    @TempDir
    private Path temp;

    @ParameterizedTest(name = "killed after {0} lines, three times")
    @ValueSource(ints = {1, 777, 5_000})
    void losesNothingThatWasAcknowledgedWhenTheProcessIsKilled(int lines) throws Exception {
        Path folder = temp.resolve("log");
        Map<Long, String> expected = new TreeMap<>();
        for (int run = 0; run < 3; run++) {
            Process process = new ProcessBuilder(command(folder)).start();
            List<String> told = readAndKill(process, lines);
            for (String line : told) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("+")) {
                    expected.put(Long.parseLong(words[1]), words[2]);
                } else if (words[0].equals("-")) {
                    expected.remove(Long.parseLong(words[1]));
                }
            }
            Map<Long, String> found = LogContents.read(folder, SETTINGS);
            // what was under way when it died may be there, or be gone: one append or one release
            Map<Long, String> missing = new TreeMap<>(expected);
            missing.keySet().removeAll(found.keySet());
            Map<Long, String> more = new TreeMap<>(found);
            more.keySet().removeAll(expected.keySet());
            assertThat(missing.size() + more.size())
                    .as("missing %s, more %s", missing, more)
                    .isLessThanOrEqualTo(1);
            if (!missing.isEmpty()) {
                // it was being released, and that is always the oldest
                assertThat(missing)
                        .containsOnlyKeys(expected.keySet().iterator().next());
            }
            assertThat(found).containsAllEntriesOf(without(expected, missing));
            expected = new TreeMap<>(found);
        }
    }

    private static Map<Long, String> without(Map<Long, String> all, Map<Long, String> some) {
        Map<Long, String> rest = new TreeMap<>(all);
        rest.keySet().removeAll(some.keySet());
        return rest;
    }

    /** Reads so many lines, kills, and reads what was still in the pipe; a line cut off counts as not told. */
    private static List<String> readAndKill(Process process, int lines) throws IOException, InterruptedException {
        try (BufferedReader reader = process.inputReader()) {
            assertThat(reader.readLine()).isEqualTo("ready");
            List<String> told = new ArrayList<>();
            for (int i = 0; i < lines; i++) {
                told.add(reader.readLine());
            }
            process.toHandle().destroyForcibly(); // unlike the process itself it leaves the pipe open
            StringWriter rest = new StringWriter();
            reader.transferTo(rest);
            int end = rest.toString().lastIndexOf("\n");
            rest.toString().substring(0, Math.max(0, end)).lines().forEach(told::add);
            assertThat(process.waitFor()).isEqualTo(128 + 9);
            return told;
        }
    }

    @Test
    void turnsAFullDiskIntoAnErrorThatNamesTheFolder() throws Exception {
        Assumptions.assumeTrue(Path.of("/bin/sh").toFile().canExecute(), "no /bin/sh to set a limit with");
        Path folder = temp.resolve("log");
        // the shell's unit is 512 bytes: no file may grow beyond 48 KiB, a segment needs 64
        try (MappedMessageLog log = MappedMessageLog.open(folder, SETTINGS, (id, entry) -> {})) {
            LogContents.append(log, "before");
        }
        List<String> limited = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 96; exec \"$@\"", "sh"));
        limited.addAll(command(folder));
        limited.add("keep");
        Process process = new ProcessBuilder(limited).start();
        String last = "";
        int appended = 0;
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line;
                appended += line.startsWith("+") ? 1 : 0;
            }
        }
        assertThat(process.waitFor()).as("ended by itself, not by a signal").isZero();
        assertThat(last).startsWith("! cannot extend log " + folder);
        assertThat(appended).isGreaterThan(100);
        assertThat(LogContents.read(folder, SETTINGS)).hasSize(appended + 1);
    }

    private static List<String> command(Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AppendProgram.class.getName(),
                folder.toString());
    }
}
