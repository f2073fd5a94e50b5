-- Volume-weighted average price of each product in buckets of five minutes over the last 24 hours, newest first;
-- 0 where there was no trade. The bucket that is running is left out.
WITH toDateTime(toStartOfFiveMinutes(now()), 'UTC') AS running
SELECT
    axis.minute AS minute,
    axis.product_id AS product_id,
    if(trades.volume > 0, trades.volume_price / trades.volume, 0) AS vwap
FROM
(
    SELECT product_id, toDateTime(running - toIntervalMinute(5 * (number + 1)), 'UTC') AS minute
    FROM
    (
        SELECT DISTINCT product_id
        FROM coinbase_demo.coinbase_ticker
        WHERE time >= running - toIntervalDay(1) AND time < running
    ) AS products
    CROSS JOIN numbers(288) AS buckets
) AS axis
LEFT JOIN
(
    SELECT
        product_id,
        toDateTime(toStartOfFiveMinutes(time), 'UTC') AS minute,
        toFloat64(sum(last_size)) AS volume,
        toFloat64(sum(price * last_size)) AS volume_price
    FROM coinbase_demo.coinbase_ticker
    WHERE time >= running - toIntervalDay(1) AND time < running AND price > 0 AND last_size > 0
    GROUP BY product_id, minute
) AS trades ON trades.product_id = axis.product_id AND trades.minute = axis.minute
ORDER BY minute DESC, product_id;
