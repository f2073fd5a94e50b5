package io.millrace.exchange.market;

import java.util.SplittableRandom;

/**
 * A product: its book, and the walk of its price. The same seed and id give the same orders, prices and sizes, whatever
 * the clock says and whatever other products there are.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class Product {

    /** Places behind the point of every size. */
    public static final int SIZE_SCALE = 8;

    /** A step takes at most so many numbers of the sequence. */
    public static final int EVENTS_PER_STEP = 8;

    private static final int DEPTH = 20;
    private static final long UNIT = 100_000_000L;
    private static final long DAYS = 30;

    private final String id;
    private final int priceScale;
    private final long startPrice;
    private final SplittableRandom random;
    private final long orderSalt;
    private final Book bids = new Book(true);
    private final Book asks = new Book(false);
    private final Day day;
    private long orders;
    private long nextTrade;
    private long sequence;
    private long made;
    private Trade last;

    /**
     * With a full book and its first trade made.
     *
     * @param id for example {@code BTC-USD}
     * @param seed of all chance
     * @param firstTrade id of its first trade
     * @param firstSequence number of its first event
     * @param time of its first trade, microseconds since 1970
     */
    public Product(String id, long seed, long firstTrade, long firstSequence, long time) {
        this.id = id;
        StartPrice start = StartPrice.of(id);
        this.priceScale = start.scale();
        this.startPrice = start.price();
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ id.hashCode());
        this.orderSalt = random.nextLong();
        this.nextTrade = firstTrade;
        this.sequence = firstSequence - 1;
        this.day = new Day(startPrice);
        for (int i = 1; i <= DEPTH; i++) {
            bids.add(order(true, startPrice - i));
            asks.add(order(false, startPrice + i));
        }
        this.last = trade(time, asks.best(), order(true, asks.best().price()), 1000, ++sequence);
    }

    public String id() {
        return id;
    }

    public String base() {
        return id.substring(0, id.indexOf('-'));
    }

    public String quote() {
        return id.substring(id.indexOf('-') + 1);
    }

    /** Places behind the point of its prices. */
    public int priceScale() {
        return priceScale;
    }

    public Book bids() {
        return bids;
    }

    public Book asks() {
        return asks;
    }

    /** Its last trade. */
    public Trade last() {
        return last;
    }

    /** Number of its last event. */
    public long sequence() {
        return sequence;
    }

    /** Trades made. */
    public long made() {
        return made;
    }

    /** The price 24 hours ago. */
    public long open24h() {
        return day.open();
    }

    public long low24h() {
        return day.low();
    }

    public long high24h() {
        return day.high();
    }

    public long volume24h() {
        return day.volume();
    }

    /** What it has traded, beside 30 days of one unit each before it began. */
    public long volume30d() {
        return DAYS * UNIT + day.total();
    }

    /**
     * Makes one trade and what goes with it.
     *
     * @param time microseconds since 1970
     */
    public void step(long time, MarketListener to) {
        if (random.nextInt(16) == 0) {
            change(to);
        }
        boolean buys = random.nextDouble() < buyingChance();
        Book rested = buys ? asks : bids;
        Order maker = rested.best();
        long size = random.nextInt(3) == 0 ? maker.size() : 1 + random.nextLong(maker.size());
        Order taker = order(buys, maker.price(), size);
        to.received(this, taker, ++sequence);
        maker.size(maker.size() - size);
        last = trade(time, maker, taker, size, ++sequence);
        to.matched(this, last);
        taker.size(0);
        to.done(this, taker, ++sequence, false);
        to.level(this, maker.buy(), maker.price(), maker.size());
        if (maker.size() == 0) {
            to.done(this, rested.removeBest(), ++sequence, false);
            refill(to);
        }
        to.settled(this, last);
    }

    private Trade trade(long time, Order maker, Order taker, long size, long number) {
        day.add(time, maker.price(), size);
        made++;
        return new Trade(nextTrade++, number, maker.price(), size, maker.buy(), time, maker, taker);
    }

    /** The further the price is from where it began, the likelier it turns back: it stays positive for ever. */
    private double buyingChance() {
        double away = (double) (startPrice - asks.best().price()) / startPrice;
        return Math.clamp(0.5 + away, 0.05, 0.95);
    }

    /** Narrows the spread from either side; a side that has grown too long loses its worst order. */
    private void refill(MarketListener to) {
        boolean buy = bids.size() < DEPTH / 2 || (asks.size() >= DEPTH / 2 && random.nextBoolean());
        Book side = buy ? bids : asks;
        long gap = asks.best().price() - bids.best().price();
        long inner = buy ? bids.best().price() + 1 : asks.best().price() - 1;
        long outer = buy ? bids.worst().price() - 1 : asks.worst().price() + 1;
        add(side, order(buy, gap > 1 ? inner : outer), to);
        if (side.size() > 2 * DEPTH) {
            Order worst = side.removeWorst();
            to.done(this, worst, ++sequence, true);
            to.level(this, buy, worst.price(), 0);
        }
    }

    private void add(Book side, Order order, MarketListener to) {
        to.received(this, order, ++sequence);
        side.add(order);
        to.opened(this, order, ++sequence);
        to.level(this, order.buy(), order.price(), order.size());
    }

    private void change(MarketListener to) {
        Book side = random.nextBoolean() ? bids : asks;
        Order order = side.at(random.nextInt(side.size()));
        long old = order.size();
        if (old > 1) {
            order.size(1 + random.nextLong(old - 1));
            to.changed(this, order, ++sequence, old);
            to.level(this, order.buy(), order.price(), order.size());
        }
    }

    private Order order(boolean buy, long price) {
        return order(buy, price, 1000 + random.nextLong(UNIT / 10));
    }

    private Order order(boolean buy, long price, long size) {
        orders++;
        long high = (mix(orderSalt + orders) & 0xffffffffffff0fffL) | 0x4000L;
        long low = (mix(orderSalt ^ (orders * 31)) & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new Order(high, low, buy, price, size);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
