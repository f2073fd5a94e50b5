-- For an alert each minute: trades of the last 60 seconds, and how old the newest is. Fires when num_rows is below 1.
SELECT
    product_id,
    count(*) FILTER (WHERE time >= now() AT TIME ZONE 'UTC' - INTERVAL 1 MINUTE) AS num_rows,
    date_diff('second', max(time), now() AT TIME ZONE 'UTC') AS age_seconds
FROM coinbase_ticker
WHERE time <= now() AT TIME ZONE 'UTC'
GROUP BY product_id
ORDER BY product_id;
