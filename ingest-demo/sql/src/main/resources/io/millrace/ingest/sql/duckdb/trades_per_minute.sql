-- Sums per minute. DuckDB counts 50 million rows in a second, so that this is a view and is never behind.
CREATE OR REPLACE VIEW trades_per_minute AS
SELECT
    product_id,
    date_trunc('minute', time) AS minute,
    count(*) AS num_trades,
    CAST(sum(last_size) AS DOUBLE) AS total_volume,
    CAST(sum(last_size * price) AS DOUBLE) AS total_volume_price
FROM coinbase_ticker
WHERE last_size > 0
GROUP BY ALL;

CREATE OR REPLACE VIEW trades_per_minute_total AS SELECT * FROM trades_per_minute;
