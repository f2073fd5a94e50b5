-- Trades per minute, newest first, from the first minute with data up to the last one that is over; 0 where none came.
SELECT minute, num_rows
FROM
(
    SELECT toDateTime(toStartOfMinute(time), 'UTC') AS minute, countIf(last_size > 0) AS num_rows
    FROM coinbase_demo.coinbase_ticker
    WHERE time < toStartOfMinute(now())
    GROUP BY minute
    ORDER BY minute WITH FILL TO toDateTime(toStartOfMinute(now()), 'UTC') STEP 60
)
ORDER BY minute DESC
LIMIT 100;
