-- Adds what trades_per_minute lacks: the difference between the trades and the sums, for minutes that are over.
-- May be run at any time and again: the second run adds nothing. Repairs sums of a view that was away, too.
INSERT INTO coinbase_demo.trades_per_minute
SELECT
    product_id,
    minute,
    sum(trades) AS num_trades,
    sum(volume) AS total_volume,
    sum(volume_price) AS total_volume_price
FROM
(
    SELECT
        product_id,
        toDateTime(toStartOfMinute(time), 'UTC') AS minute,
        toInt64(count()) AS trades,
        toFloat64(sum(last_size)) AS volume,
        toFloat64(sum(last_size * price)) AS volume_price
    FROM coinbase_demo.coinbase_ticker
    WHERE last_size > 0 AND time < toStartOfMinute(now())
    GROUP BY product_id, minute
    UNION ALL
    SELECT product_id, minute, -num_trades AS trades, -total_volume AS volume, -total_volume_price AS volume_price
    FROM coinbase_demo.trades_per_minute
    WHERE minute < toStartOfMinute(now())
)
GROUP BY product_id, minute
HAVING sum(trades) != 0;
