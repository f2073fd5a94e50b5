package io.millrace.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reference's demo in a process of its own, its external module in another. */
@Timeout(180)
final class DemoIT {

    private static final Pattern COUNT = Pattern.compile("(OK|EXIT|OVERFLOWN|OUTDATED|ERROR) (\\d+)");

    /** 150 packages, each 10 ms: more than four workers of 5 to 100 ms take, so that some overflow. */
    private static Program demo(String external) throws IOException {
        return new Program(
                "module-demo",
                "--external",
                external,
                "--packages",
                "150",
                "--interval",
                "10ms",
                "--min-sleep",
                "5ms",
                "--max-sleep",
                "100ms",
                "--empty-every",
                "10");
    }

    private static Map<String, Integer> counts(String last) {
        return COUNT.matcher(last)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> Integer.parseInt(found.group(2))));
    }

    private static Map<String, Integer> printed(List<String> lines) {
        Pattern line = Pattern.compile("(OK|EXIT|OVERFLOWN|OUTDATED|ERROR): .*");
        return lines.stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(found -> found.group(1), _ -> 1, Integer::sum));
    }

    @Test
    void allFiveOutcomesOccurAndAddUp() throws Exception {
        try (Program server = Program.server("demo-external", "--set", "min-sleep=1ms", "--set", "max-sleep=5ms");
                Program demo = demo(server.address())) {
            assertThat(demo.end()).as("%s", demo.lines()).isZero();
            String last = demo.lines().getLast();
            Map<String, Integer> counts = counts(last);
            assertThat(last).startsWith("Input 150 = ");
            assertThat(counts)
                    .hasSize(5)
                    .allSatisfy((outcome, count) ->
                            assertThat(count).as("%s in %s", outcome, last).isPositive());
            assertThat(counts.values().stream().mapToInt(count -> count).sum()).isEqualTo(150);
            assertThat(printed(demo.lines())).isEqualTo(counts);
            assertThat(demo.lines())
                    .anyMatch(line -> line.matches("OK: Data: VALUE\\d+ transformed, (True, success|False, failure)"))
                    .anyMatch(line -> line.startsWith("ERROR: {\"message\":\"Validation failed: key missing\""));
        }
    }

    @Test
    void aServerThatDiedLeavesTheWorkToAnother() throws Exception {
        try (Program one = Program.server("demo-external", "--set", "min-sleep=1ms", "--set", "max-sleep=2ms");
                Program two = Program.server("demo-external", "--set", "min-sleep=1ms", "--set", "max-sleep=2ms")) {
            String servers = one.address() + "," + two.address();
            one.kill();
            try (Program demo = demo(servers)) {
                assertThat(demo.end()).as("%s", demo.lines()).isZero();
                assertThat(counts(demo.lines().getLast()).get("OK"))
                        .as("%s", demo.lines())
                        .isPositive();
            }
        }
    }

    @Test
    void withoutTheServerPackagesThatGetThereEndInErrors() throws Exception {
        try (Program demo = new Program(
                "module-demo",
                "--external",
                "127.0.0.1:1",
                "--packages",
                "4",
                "--min-sleep",
                "1ms",
                "--max-sleep",
                "2ms")) {
            assertThat(demo.end()).as("%s", demo.lines()).isZero();
            Map<String, Integer> counts = counts(demo.lines().getLast());
            assertThat(counts.get("OK")).isZero();
            assertThat(counts.values().stream().mapToInt(count -> count).sum()).isEqualTo(4);
        }
    }
}
