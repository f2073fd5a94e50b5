package io.millrace.exchange;

/** What becomes of a trade's messages. */
enum Fate {
    SENT,
    GAP,
    LOST,
    DUPLICATE,
    DISORDER,
    MALFORMED;

    /** By the faults that can strike a trade, the worst first. */
    static Fate of(Faults faults) {
        if (!faults.ofTrades()) {
            return SENT;
        }
        if (faults.strikes(Fault.LOST)) {
            return LOST;
        }
        if (faults.strikes(Fault.GAP)) {
            return GAP;
        }
        if (faults.strikes(Fault.MALFORMED)) {
            return MALFORMED;
        }
        if (faults.strikes(Fault.DUPLICATE)) {
            return DUPLICATE;
        }
        return faults.strikes(Fault.DISORDER) ? DISORDER : SENT;
    }

    /** Whether something of the trade is sent. */
    boolean sent() {
        return this != GAP && this != LOST;
    }
}
