-- What must hold, with the number of rows where it does not: all 0 is good.
SELECT expectation, failures
FROM
(
    SELECT 'sequence of a product is unique' AS expectation, toInt64(count() - uniqExact(product_id, sequence)) AS failures
    FROM coinbase_demo.coinbase_ticker
    UNION ALL
    SELECT 'side is buy or sell', toInt64(countIf(side NOT IN ('buy', 'sell')))
    FROM coinbase_demo.coinbase_ticker
    UNION ALL
    SELECT 'trade_id of a product is unique', toInt64(count() - uniqExact(product_id, trade_id))
    FROM coinbase_demo.coinbase_ticker
) AS checks
ORDER BY expectation;
