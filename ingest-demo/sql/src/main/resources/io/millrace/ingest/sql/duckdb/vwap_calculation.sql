-- Volume-weighted average price of each product in buckets of five minutes over the last 24 hours, newest first;
-- 0 where there was no trade. The bucket that is running is left out.
WITH
    running AS (SELECT time_bucket(INTERVAL 5 MINUTE, now() AT TIME ZONE 'UTC') AS minute),
    recent AS
    (
        SELECT product_id, time, price, last_size
        FROM coinbase_ticker
        WHERE time >= (SELECT minute FROM running) - INTERVAL 1 DAY AND time < (SELECT minute FROM running)
    ),
    trades AS
    (
        SELECT
            product_id,
            time_bucket(INTERVAL 5 MINUTE, time) AS minute,
            CAST(sum(last_size) AS DOUBLE) AS volume,
            CAST(sum(price * last_size) AS DOUBLE) AS volume_price
        FROM recent
        WHERE price > 0 AND last_size > 0
        GROUP BY ALL
    ),
    axis AS
    (
        SELECT products.product_id, running.minute - INTERVAL 5 MINUTE * (bucket + 1) AS minute
        FROM (SELECT DISTINCT product_id FROM recent) AS products
        CROSS JOIN running
        CROSS JOIN range(288) AS buckets(bucket)
    )
SELECT
    axis.minute AS minute,
    axis.product_id AS product_id,
    CASE WHEN trades.volume > 0 THEN trades.volume_price / trades.volume ELSE 0 END AS vwap
FROM axis
LEFT JOIN trades ON trades.product_id = axis.product_id AND trades.minute = axis.minute
ORDER BY minute DESC, product_id;
