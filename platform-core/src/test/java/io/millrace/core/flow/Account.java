package io.millrace.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

/**
 * The simplest model of a reader: rows are numbered, so what comes next is known. Each row ends in its number:
 * {@code key=17}. Except by key, a gap of n rows stands exactly where n numbers are missing.
 */
final class Account {

    private final Overflow overflow;
    private long next;
    private long gap;
    private long rows;
    private long missed;
    private @Nullable EndReason end;

    Account(Overflow overflow) {
        this.overflow = overflow;
    }

    /** Checks the delivery; false when there is nothing more now. */
    boolean accept(Delivery delivery) {
        assertThat(end).as("nothing comes after the end").isNull();
        switch (delivery) {
            case Delivery.Rows(Chunk chunk) -> TestRows.rows(chunk).forEach(this::row);
            case Delivery.Gap told -> {
                assertThat(told.rows()).isPositive();
                assertThat(told.bytes()).isGreaterThanOrEqualTo(told.rows());
                assertThat(told.from()).isBeforeOrEqualTo(told.to());
                gap += told.rows();
                missed += told.rows();
            }
            case Delivery.Interruption _ -> throw new AssertionError("nothing was interrupted");
            case Delivery.Empty _ -> {
                return false;
            }
            case Delivery.End(EndReason reason) -> {
                end = reason;
                return false;
            }
        }
        return true;
    }

    private void row(String row) {
        long number = Long.parseLong(row.substring(row.indexOf('=') + 1));
        if (overflow == Overflow.LATEST_BY_KEY) {
            assertThat(number).as("order").isGreaterThanOrEqualTo(next);
        } else {
            assertThat(number).as("order, and gaps where rows are missing").isEqualTo(next + gap);
        }
        next = number + 1;
        gap = 0;
        rows++;
    }

    long rows() {
        return rows;
    }

    long missed() {
        return missed;
    }

    @Nullable
    EndReason end() {
        return end;
    }

    /** Everything published was delivered or told. */
    void settle(long published) {
        assertThat(rows + missed).as("rows + rows told in gaps").isEqualTo(published);
    }
}
