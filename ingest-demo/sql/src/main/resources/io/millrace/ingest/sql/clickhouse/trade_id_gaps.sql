-- Trades that are missing: trade_id of a product has no holes when its feed was stored completely. No row is good.
SELECT product_id, previous + 1 AS first_missing, trade_id - 1 AS last_missing, trade_id - previous - 1 AS missing
FROM
(
    SELECT
        product_id,
        toInt64(trade_id) AS trade_id,
        lagInFrame(toInt64(trade_id), 1, toInt64(trade_id)) OVER (
            PARTITION BY product_id ORDER BY trade_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS previous
    FROM (SELECT DISTINCT product_id, trade_id FROM coinbase_demo.coinbase_ticker WHERE last_size > 0) AS trades
) AS neighbours
WHERE trade_id - previous > 1
ORDER BY product_id, first_missing;
