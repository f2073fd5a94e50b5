-- Each gap in the trades as it is now, newest change first: what trade_gaps tells last of it.
SELECT
    product_id,
    row_type,
    first_trade_id,
    last_trade_id,
    state,
    missing,
    refilled,
    coalesce(reason, '') AS reason,
    opened,
    time AS changed
FROM
(
    SELECT
        *,
        row_number() OVER (
            PARTITION BY product_id, row_type, first_trade_id, last_trade_id
            ORDER BY time DESC, state = 'open') AS place
    FROM trade_gaps
) AS changes
WHERE place = 1
ORDER BY changed DESC, product_id, row_type, first_trade_id;
