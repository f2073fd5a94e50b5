-- For an alert each minute: trades of the last 60 seconds, and how old the newest is. Fires when num_rows is below 1.
SELECT
    product_id,
    countIf(time >= now() - toIntervalMinute(1)) AS num_rows,
    dateDiff('second', max(time), now()) AS age_seconds
FROM coinbase_demo.coinbase_ticker
WHERE time <= now()
GROUP BY product_id
ORDER BY product_id;
