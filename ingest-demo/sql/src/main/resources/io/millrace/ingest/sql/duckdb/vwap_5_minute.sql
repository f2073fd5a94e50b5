-- The same from the sums per minute (see trades_per_minute.sql), with volumes and counts, for all time: a view with a
-- row for every five minutes from a product's first trade to its last, and 0 where there was none.
CREATE OR REPLACE VIEW vwap_5_minute AS
WITH
    trades AS
    (
        SELECT
            product_id,
            time_bucket(INTERVAL 5 MINUTE, minute) AS minute,
            CAST(sum(num_trades) AS BIGINT) AS num_trades,
            sum(total_volume) AS total_volume,
            sum(total_volume_price) AS total_volume_price
        FROM trades_per_minute
        GROUP BY ALL
    ),
    axis AS
    (
        SELECT product_id, unnest(generate_series(min(minute), max(minute), INTERVAL 5 MINUTE)) AS minute
        FROM trades
        GROUP BY product_id
    )
SELECT
    axis.minute AS minute,
    axis.product_id AS product_id,
    coalesce(total_volume, 0) AS total_volume,
    coalesce(total_volume_price, 0) AS total_volume_price,
    CASE WHEN total_volume > 0 THEN total_volume_price / total_volume ELSE 0 END AS vwap,
    coalesce(num_trades, 0) AS num_trades
FROM axis
LEFT JOIN trades ON trades.product_id = axis.product_id AND trades.minute = axis.minute;
