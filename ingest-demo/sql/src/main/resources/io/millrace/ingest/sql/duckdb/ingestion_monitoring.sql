-- Trades per minute, newest first, from the first minute with data up to the last one that is over; 0 where none came.
WITH
    running AS (SELECT date_trunc('minute', now() AT TIME ZONE 'UTC') AS minute),
    counted AS
    (
        SELECT date_trunc('minute', time) AS minute, count(*) FILTER (WHERE last_size > 0) AS num_rows
        FROM coinbase_ticker
        WHERE time < (SELECT minute FROM running)
        GROUP BY ALL
    ),
    axis AS
    (
        SELECT unnest(generate_series(
            (SELECT min(minute) FROM counted), (SELECT minute FROM running) - INTERVAL 1 MINUTE, INTERVAL 1 MINUTE)) AS minute
    )
SELECT axis.minute AS minute, coalesce(num_rows, 0) AS num_rows
FROM axis
LEFT JOIN counted ON counted.minute = axis.minute
ORDER BY minute DESC
LIMIT 100;
