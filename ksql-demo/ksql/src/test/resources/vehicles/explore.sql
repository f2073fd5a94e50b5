CREATE TABLE bus_last_stop
  WITH (kafka_topic = 'bus_last_stop', key_format = 'KAFKA', value_format = 'DELIMITED') AS
  SELECT veh_id, latest_by_offset(stop) AS stop_id
  FROM bus_extracted
  WHERE stop <> 'null'
  GROUP BY veh_id EMIT CHANGES;

CREATE TABLE bus_segment_avg_speed
  WITH (kafka_topic = 'bus_segment_avg_speed', key_format = 'AVRO', value_format = 'AVRO') AS
  SELECT
    halt.stop_id AS segment_id,
    pos.veh_id AS veh_id,
    earliest_by_offset(time_int) AS segment_start_time,
    latest_by_offset(time_int) AS segment_end_time,
    latest_by_offset(time_int) - earliest_by_offset(time_int) AS segment_time_spend,
    avg(pos.speed) AS avg_speed,
    count(*) AS data_count
  FROM bus_extracted pos
    LEFT JOIN bus_last_stop halt ON pos.veh_id = halt.veh_id
  WINDOW SESSION (5 MINUTES, GRACE PERIOD 1 MINUTES)
  WHERE pos.speed IS NOT NULL AND pos.speed <> 0.0 AND halt.stop_id IS NOT NULL
  GROUP BY halt.stop_id, pos.veh_id
  EMIT FINAL;

SELECT segment_id, veh_id, collect_list(avg_speed), collect_list(segment_end_time)
FROM bus_segment_avg_speed
GROUP BY segment_id, veh_id
EMIT CHANGES;

SELECT windowstart, windowend, route_num, avg(speed), count(*), count_distinct(veh_id)
FROM bus_extracted pos WINDOW TUMBLING (SIZE 5 MINUTES, GRACE PERIOD 1 MINUTES)
GROUP BY route_num EMIT CHANGES;
