-- What is in the topics already counts too.
SET 'auto.offset.reset' = 'earliest';

-- The last position of each vehicle by its own clock: time_text is ISO text of one width, so the greatest text is the
-- latest; of two with one time the one that came last. One that comes late replaces nothing, nor does one without place.
CREATE TABLE bus_current WITH (kafka_topic = 'bus_current', key_format = 'delimited', value_format = 'delimited') AS
  SELECT veh_id,
    split(
      max(
        time_text + '#' + lpad(cast(rowoffset AS STRING), 19, '0') + '#'
          + cast(lat AS STRING) + '|' + cast(long AS STRING) + '|' + cast(time_int AS STRING)),
      '#')[3] AS location
  FROM bus_extracted
  WHERE time_text IS NOT NULL AND lat IS NOT NULL AND long IS NOT NULL AND time_int IS NOT NULL
  GROUP BY veh_id
  EMIT CHANGES;
