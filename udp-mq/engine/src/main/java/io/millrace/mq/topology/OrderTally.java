package io.millrace.mq.topology;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the orders that the messages of market-spread tell of. At most 10,000 clients are told apart; those beyond
 * count in the totals only.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class OrderTally {

    private static final int MAX_CLIENTS = 10_000;
    private static final int LAST = 100;
    private static final Pattern ORDER = Pattern.compile(
            "New Order: \\(([^,]*), ([^,]*), (Accepted|Rejected), ([^)]*)\\): (?:Accepted|Rejected: (.*))");

    private static final String START = "New Order: (";
    private static final String VERDICT = ", Accepted, ";
    private static final String END = "): Accepted";

    private static final class Counts {
        private long accepted;
        private long rejected;
    }

    private final Map<String, Counts> clients = new HashMap<>();
    private final ArrayDeque<RejectedOrder> last = new ArrayDeque<>();
    private final Counts total = new Counts();

    /** Looks at a message; others than orders are passed over. */
    synchronized void accept(String message, Instant at) {
        String accepted = clientOfAccepted(message);
        if (accepted != null) {
            count(accepted, false);
            return;
        }
        Matcher order = ORDER.matcher(message);
        if (!order.matches()) {
            return;
        }
        String client = order.group(1);
        boolean rejected = order.group(3).equals("Rejected");
        count(client, rejected);
        if (rejected) {
            String reason = order.group(5);
            last.addFirst(new RejectedOrder(at, client, order.group(2), order.group(4), reason == null ? "" : reason));
            if (last.size() > LAST) {
                last.removeLast();
            }
        }
    }

    /** What the pattern finds in an accepted order, at a fraction of its price; null for all else. */
    static @Nullable String clientOfAccepted(String message) {
        if (!message.startsWith(START) || !message.endsWith(END)) {
            return null;
        }
        int client = message.indexOf(',', START.length());
        int symbol = client < 0 ? -1 : message.indexOf(',', client + 2);
        if (symbol < 0 || message.charAt(client + 1) != ' ' || !message.startsWith(VERDICT, symbol)) {
            return null;
        }
        int quantity = message.indexOf(')', symbol + VERDICT.length());
        return quantity == message.length() - END.length() ? message.substring(START.length(), client) : null;
    }

    private void count(String client, boolean rejected) {
        count(total, rejected);
        Counts own = clients.get(client);
        if (own == null && clients.size() < MAX_CLIENTS) {
            own = new Counts();
            clients.put(client, own);
        }
        if (own != null) {
            count(own, rejected);
        }
    }

    private static void count(Counts counts, boolean rejected) {
        if (rejected) {
            counts.rejected++;
        } else {
            counts.accepted++;
        }
    }

    synchronized OrderReport report() {
        List<ClientOrders> orders = clients.entrySet().stream()
                .map(entry -> new ClientOrders(entry.getKey(), entry.getValue().accepted, entry.getValue().rejected))
                .sorted(Comparator.comparingLong(ClientOrders::rejected)
                        .reversed()
                        .thenComparing(ClientOrders::client))
                .toList();
        return new OrderReport(total.accepted, total.rejected, orders, List.copyOf(last));
    }
}
