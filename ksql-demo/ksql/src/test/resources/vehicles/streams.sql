-- The feed as it comes in: the MQTT topic is the key, the message the value.
CREATE STREAM bus_raw_bytes (key STRING KEY, payload BYTES)
  WITH (kafka_topic = 'bus_raw', key_format = 'kafka', value_format = 'avro', wrap_single_value = 'false');

-- Every tenth message, as text.
CREATE STREAM bus_converted WITH (kafka_topic = 'bus_converted') AS
  SELECT key, from_bytes(payload, 'ascii') AS payload
  FROM bus_raw_bytes
  WHERE random() >= 0.9
  EMIT CHANGES;

/* One column per field, by vehicle. */
CREATE STREAM bus_extracted WITH (kafka_topic = 'bus_extracted') AS
  SELECT
    split(as_value(key), '/')[12] AS headsign,
    extractjsonfield(payload, '$.VP.desi') AS route_num,
    cast(extractjsonfield(payload, '$.VP.dir') AS INT) AS direction_id,
    cast(extractjsonfield(payload, '$.VP.oper') AS INT) AS operator_id,
    cast(extractjsonfield(payload, '$.VP.veh') AS STRING) AS veh_id,
    cast(extractjsonfield(payload, '$.VP.tsi') AS BIGINT) AS time_int,
    cast(extractjsonfield(payload, '$.VP.spd') AS DOUBLE) AS speed,
    cast(extractjsonfield(payload, '$.VP.hdg') AS INT) AS heading,
    cast(extractjsonfield(payload, '$.VP.lat') AS DOUBLE) AS lat,
    cast(extractjsonfield(payload, '$.VP.long') AS DOUBLE) AS long,
    cast(extractjsonfield(payload, '$.VP.acc') AS DOUBLE) AS accel,
    cast(extractjsonfield(payload, '$.VP.dl') AS INT) AS deviation,
    cast(extractjsonfield(payload, '$.VP.odo') AS INT) AS odometer,
    cast(extractjsonfield(payload, '$.VP.drst') AS INT) AS door_status,
    extractjsonfield(payload, '$.VP.start') AS start_time,
    extractjsonfield(payload, '$.VP.stop') AS stop,
    extractjsonfield(payload, '$.VP.loc') AS loc_src,
    cast(extractjsonfield(payload, '$.VP.occu') AS INT) AS occupancy
  FROM bus_converted
  PARTITION BY cast(extractjsonfield(payload, '$.VP.veh') AS STRING)
  EMIT CHANGES;
