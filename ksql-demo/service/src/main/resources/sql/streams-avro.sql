-- What is in the topics already counts too.
SET 'auto.offset.reset' = 'earliest';

-- The feed as the reference system's connector writes it: the message is Avro bytes, whose schema a registry keeps.
-- Takes the place of streams.sql.
CREATE STREAM bus_raw_bytes (key STRING KEY, payload BYTES)
  WITH (kafka_topic = 'bus_raw', key_format = 'kafka', value_format = 'avro', wrap_single_value = 'false');

CREATE STREAM bus_raw_text WITH (kafka_topic = 'bus_raw_text', value_format = 'kafka') AS
  SELECT key, from_bytes(payload, 'utf8') AS payload
  FROM bus_raw_bytes
  EMIT CHANGES;

-- Every message without its envelope, whatever its event is: {"VP":{...}} and {"DUE":{...}} alike.
CREATE STREAM bus_converted WITH (kafka_topic = 'bus_converted', value_format = 'json') AS
  SELECT key, extractjsonfield(payload, '$.' + ucase(split(as_value(key), '/')[6])) AS payload
  FROM bus_raw_text
  EMIT CHANGES;

-- One column per field, by vehicle: the operator that owns it and its number there, from the topic, such as 18/1003.
CREATE STREAM bus_extracted WITH (kafka_topic = 'bus_extracted', value_format = 'json') AS
  SELECT
    cast(cast(split(key, '/')[8] AS INT) AS STRING) + '/' + cast(cast(split(key, '/')[9] AS INT) AS STRING) AS veh_id,
    split(as_value(key), '/')[12] AS headsign,
    extractjsonfield(payload, '$.desi') AS route_num,
    cast(extractjsonfield(payload, '$.dir') AS INT) AS direction_id,
    cast(extractjsonfield(payload, '$.oper') AS INT) AS operator_id,
    extractjsonfield(payload, '$.tst') AS time_text,
    cast(extractjsonfield(payload, '$.tsi') AS BIGINT) AS time_int,
    cast(extractjsonfield(payload, '$.spd') AS DOUBLE) AS speed,
    cast(extractjsonfield(payload, '$.hdg') AS INT) AS heading,
    cast(extractjsonfield(payload, '$.lat') AS DOUBLE) AS lat,
    cast(extractjsonfield(payload, '$.long') AS DOUBLE) AS long,
    cast(extractjsonfield(payload, '$.acc') AS DOUBLE) AS accel,
    cast(extractjsonfield(payload, '$.dl') AS INT) AS deviation,
    cast(extractjsonfield(payload, '$.odo') AS INT) AS odometer,
    cast(extractjsonfield(payload, '$.drst') AS INT) AS door_status,
    extractjsonfield(payload, '$.start') AS start_time,
    extractjsonfield(payload, '$.stop') AS stop,
    extractjsonfield(payload, '$.loc') AS loc_src,
    cast(extractjsonfield(payload, '$.occu') AS INT) AS occupancy
  FROM bus_converted
  PARTITION BY
    cast(cast(split(key, '/')[8] AS INT) AS STRING) + '/' + cast(cast(split(key, '/')[9] AS INT) AS STRING)
  EMIT CHANGES;
