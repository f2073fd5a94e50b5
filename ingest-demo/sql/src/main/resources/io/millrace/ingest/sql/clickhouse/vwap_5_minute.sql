-- The same from the sums per minute (see trades_per_minute.sql), with volumes and counts, for all time: a view with a
-- row for every five minutes from a product's first trade to its last, and 0 where there was none.
CREATE VIEW IF NOT EXISTS coinbase_demo.vwap_5_minute AS
SELECT
    axis.minute AS minute,
    axis.product_id AS product_id,
    trades.volume AS total_volume,
    trades.volume_price AS total_volume_price,
    if(trades.volume > 0, trades.volume_price / trades.volume, 0) AS vwap,
    trades.trades AS num_trades
FROM
(
    SELECT product_id, arrayJoin(arrayMap(second -> toDateTime(second, 'UTC'), range(first, last + 1, 300))) AS minute
    FROM
    (
        SELECT
            product_id,
            toUnixTimestamp(min(toStartOfFiveMinutes(minute))) AS first,
            toUnixTimestamp(max(toStartOfFiveMinutes(minute))) AS last
        FROM coinbase_demo.trades_per_minute
        GROUP BY product_id
    ) AS ends
) AS axis
LEFT JOIN
(
    SELECT
        product_id,
        toDateTime(toStartOfFiveMinutes(minute), 'UTC') AS five,
        sum(num_trades) AS trades,
        sum(total_volume) AS volume,
        sum(total_volume_price) AS volume_price
    FROM coinbase_demo.trades_per_minute
    GROUP BY product_id, five
) AS trades ON trades.product_id = axis.product_id AND trades.five = axis.minute;
