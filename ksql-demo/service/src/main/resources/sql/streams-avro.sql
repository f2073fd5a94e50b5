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
-- JSON's null comes as the text null, which is no number: nullif keeps it out of the processing log.
CREATE STREAM bus_extracted WITH (kafka_topic = 'bus_extracted', value_format = 'json') AS
  SELECT
    cast(cast(split(key, '/')[8] AS INT) AS STRING) + '/' + cast(cast(split(key, '/')[9] AS INT) AS STRING) AS veh_id,
    split(as_value(key), '/')[12] AS headsign,
    nullif(extractjsonfield(payload, '$.desi'), 'null') AS route_num,
    cast(nullif(extractjsonfield(payload, '$.dir'), 'null') AS INT) AS direction_id,
    cast(nullif(extractjsonfield(payload, '$.oper'), 'null') AS INT) AS operator_id,
    nullif(extractjsonfield(payload, '$.tst'), 'null') AS time_text,
    cast(nullif(extractjsonfield(payload, '$.tsi'), 'null') AS BIGINT) AS time_int,
    cast(nullif(extractjsonfield(payload, '$.spd'), 'null') AS DOUBLE) AS speed,
    cast(nullif(extractjsonfield(payload, '$.hdg'), 'null') AS INT) AS heading,
    cast(nullif(extractjsonfield(payload, '$.lat'), 'null') AS DOUBLE) AS lat,
    cast(nullif(extractjsonfield(payload, '$.long'), 'null') AS DOUBLE) AS long,
    cast(nullif(extractjsonfield(payload, '$.acc'), 'null') AS DOUBLE) AS accel,
    cast(nullif(extractjsonfield(payload, '$.dl'), 'null') AS INT) AS deviation,
    cast(nullif(extractjsonfield(payload, '$.odo'), 'null') AS INT) AS odometer,
    cast(nullif(extractjsonfield(payload, '$.drst'), 'null') AS INT) AS door_status,
    nullif(extractjsonfield(payload, '$.start'), 'null') AS start_time,
    nullif(extractjsonfield(payload, '$.stop'), 'null') AS stop,
    nullif(extractjsonfield(payload, '$.loc'), 'null') AS loc_src,
    cast(nullif(extractjsonfield(payload, '$.occu'), 'null') AS INT) AS occupancy
  FROM bus_converted
  PARTITION BY
    cast(cast(split(key, '/')[8] AS INT) AS STRING) + '/' + cast(cast(split(key, '/')[9] AS INT) AS STRING)
  EMIT CHANGES;
