-- Trades that are missing: trade_id of a product has no holes when its feed was stored completely. No row is good.
SELECT product_id, previous + 1 AS first_missing, trade_id - 1 AS last_missing, trade_id - previous - 1 AS missing
FROM
(
    SELECT
        product_id,
        CAST(trade_id AS BIGINT) AS trade_id,
        CAST(lag(trade_id) OVER (PARTITION BY product_id ORDER BY trade_id) AS BIGINT) AS previous
    FROM (SELECT DISTINCT product_id, trade_id FROM coinbase_ticker WHERE last_size > 0) AS trades
) AS neighbours
WHERE trade_id - previous > 1
ORDER BY product_id, first_missing;
