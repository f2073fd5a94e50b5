CREATE TABLE bus_current
  WITH (kafka_topic = 'bus_current', key_format = 'delimited', value_format = 'delimited') AS
  SELECT veh_id,
    latest_by_offset(
      concat(cast(lat AS STRING), '|', cast(long AS STRING), '|', cast(time_int AS STRING))) AS location
  FROM bus_extracted
  WHERE lat IS NOT NULL AND long IS NOT NULL AND time_int IS NOT NULL
  GROUP BY veh_id
  EMIT CHANGES;

CREATE TABLE bus_current_sr
  WITH (kafka_topic = 'bus_current_sr', key_format = 'delimited', value_format = 'avro') AS
  SELECT veh_id,
    latest_by_offset(
      concat(cast(lat AS STRING), '|', cast(long AS STRING), '|', cast(time_int AS STRING))) AS location
  FROM bus_extracted
  WHERE lat IS NOT NULL AND long IS NOT NULL AND time_int IS NOT NULL
  GROUP BY veh_id
  EMIT CHANGES;

CREATE TABLE bus_current_sr_10s
  WITH (kafka_topic = 'bus_current_sr_10s', key_format = 'delimited', value_format = 'avro') AS
  SELECT veh_id AS veh_id_key, as_value(veh_id) AS veh_id,
    latest_by_offset(
      concat(cast(lat AS STRING), '|', cast(long AS STRING), '|', cast(time_int AS STRING))) AS location
  FROM bus_extracted
  WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS)
  WHERE lat IS NOT NULL AND long IS NOT NULL AND time_int IS NOT NULL
  GROUP BY veh_id
  EMIT FINAL;
