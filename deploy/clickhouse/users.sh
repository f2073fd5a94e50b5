#!/bin/sh
# Run once by ClickHouse's image: the user that the sink writes as, and one that Grafana reads as and that can change nothing.
set -eu

quoted() { printf %s "$1" | sed "s/[\\\\']/\\\\&/g"; }

clickhouse-client --host 127.0.0.1 --user "$CLICKHOUSE_USER" --password "$CLICKHOUSE_PASSWORD" --multiquery <<SQL
CREATE USER IF NOT EXISTS coinbase IDENTIFIED WITH sha256_password BY '$(quoted "$COINBASE_PASSWORD")';
GRANT SELECT, INSERT, CREATE DATABASE, CREATE TABLE, CREATE VIEW, ALTER SETTINGS ON coinbase_demo.* TO coinbase;
GRANT CREATE TEMPORARY TABLE ON *.* TO coinbase;
GRANT SELECT ON system.parts TO coinbase;
GRANT SELECT ON system.merge_tree_settings TO coinbase;
CREATE USER IF NOT EXISTS grafana IDENTIFIED WITH sha256_password BY '$(quoted "$GRAFANA_READER_PASSWORD")' SETTINGS readonly = 2;
GRANT SELECT ON coinbase_demo.* TO grafana;
SQL
