package io.millrace.mq.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class OrderTallyTest {

    private static final Pattern ACCEPTED =
            Pattern.compile("New Order: \\(([^,]*), ([^,]*), Accepted, ([^)]*)\\): Accepted");

    @Test
    void theShortWayFindsWhatThePatternFinds() {
        String order = "New Order: (CLIENT57, BTU, Accepted, 1337900.0): Accepted";
        String pieces = ",) (\nA\u20ac";
        Random random = new Random(10);
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(order);
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                int piece = random.nextInt(pieces.length());
                text.replace(
                        at, at + random.nextInt(2), random.nextInt(4) == 0 ? "" : pieces.substring(piece, piece + 1));
            }
            Matcher matcher = ACCEPTED.matcher(text);
            String client = matcher.matches() ? matcher.group(1) : null;
            assertThat(OrderTally.clientOfAccepted(text.toString()))
                    .as("%s", text)
                    .isEqualTo(client);
            found += client == null ? 0 : 1;
        }
        assertThat(found).isBetween(60_000, 190_000);
    }
}
