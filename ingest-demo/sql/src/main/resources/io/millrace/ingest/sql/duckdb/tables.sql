-- The tables that sinks write to; a sink makes its own too, when it is missing. Times are in UTC.
-- Prices may also be DECIMAL(38, 10): every file here works with both. DuckDB has no users: who only reads opens the file
-- with access_mode=READ_ONLY, or ATTACH ... (READ_ONLY).
CREATE TABLE IF NOT EXISTS coinbase_ticker
(
    sequence UBIGINT,
    trade_id UBIGINT,
    price DOUBLE,
    last_size DOUBLE,
    time TIMESTAMP,
    product_id VARCHAR,
    side VARCHAR,
    open_24h DOUBLE,
    volume_24h DOUBLE,
    low_24h DOUBLE,
    high_24h DOUBLE,
    volume_30d DOUBLE,
    best_bid DOUBLE,
    best_bid_size DOUBLE,
    best_ask DOUBLE,
    best_ask_size DOUBLE,
    refilled BOOLEAN
);

-- What becomes of gaps in the trades, a row for each change: see gap_states.sql.
CREATE TABLE IF NOT EXISTS trade_gaps
(
    product_id VARCHAR,
    row_type VARCHAR,
    first_trade_id UBIGINT,
    last_trade_id UBIGINT,
    state VARCHAR,
    missing UBIGINT,
    refilled UBIGINT,
    reason VARCHAR,
    opened TIMESTAMP,
    time TIMESTAMP
);
