-- The tables that sinks write to; a sink makes its own too, when it is missing.
-- Prices may also be Decimal(38, 10): every file here works with both.
CREATE DATABASE IF NOT EXISTS coinbase_demo;

CREATE TABLE IF NOT EXISTS coinbase_demo.coinbase_ticker
(
    sequence UInt64,
    trade_id UInt64,
    price Float64,
    last_size Float64,
    time DateTime64(6, 'UTC'),
    product_id LowCardinality(String),
    side LowCardinality(String),
    open_24h Float64,
    volume_24h Float64,
    low_24h Float64,
    high_24h Float64,
    volume_30d Float64,
    best_bid Float64,
    best_bid_size Float64,
    best_ask Float64,
    best_ask_size Float64,
    refilled Bool
)
ENGINE = MergeTree
ORDER BY (product_id, time, sequence)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1;

-- What becomes of gaps in the trades, a row for each change: see gap_states.sql.
CREATE TABLE IF NOT EXISTS coinbase_demo.trade_gaps
(
    product_id LowCardinality(String),
    row_type LowCardinality(String),
    first_trade_id UInt64,
    last_trade_id UInt64,
    state LowCardinality(String),
    missing UInt64,
    refilled UInt64,
    reason Nullable(String),
    opened DateTime64(3, 'UTC'),
    time DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (product_id, first_trade_id, time)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1;
