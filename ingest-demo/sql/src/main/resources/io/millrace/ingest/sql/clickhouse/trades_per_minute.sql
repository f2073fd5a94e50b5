-- Sums per minute, kept up to date by each insert. Rows of one minute are merged later: whoever reads sums them,
-- as the view trades_per_minute_total does. What was there before comes by trades_per_minute_backfill.sql.
CREATE TABLE IF NOT EXISTS coinbase_demo.trades_per_minute
(
    product_id LowCardinality(String),
    minute DateTime('UTC'),
    num_trades Int64,
    total_volume Float64,
    total_volume_price Float64
)
ENGINE = SummingMergeTree
ORDER BY (product_id, minute)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS coinbase_demo.trades_per_minute_mv TO coinbase_demo.trades_per_minute AS
SELECT
    product_id,
    toDateTime(toStartOfMinute(time), 'UTC') AS minute,
    toInt64(count()) AS num_trades,
    toFloat64(sum(last_size)) AS total_volume,
    toFloat64(sum(last_size * price)) AS total_volume_price
FROM coinbase_demo.coinbase_ticker
WHERE last_size > 0
GROUP BY product_id, minute;

CREATE VIEW IF NOT EXISTS coinbase_demo.trades_per_minute_total AS
SELECT
    product_id,
    minute,
    sum(num_trades) AS num_trades,
    sum(total_volume) AS total_volume,
    sum(total_volume_price) AS total_volume_price
FROM coinbase_demo.trades_per_minute AS parts
GROUP BY product_id, minute;
