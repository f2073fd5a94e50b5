-- A user for Grafana that can read the data of this demo and change nothing, and one that the sink writes as.
-- Change both passwords. To be run by a user with access management.
CREATE USER IF NOT EXISTS grafana IDENTIFIED WITH sha256_password BY 'change me' SETTINGS readonly = 2;

GRANT SELECT ON coinbase_demo.* TO grafana;

CREATE USER IF NOT EXISTS coinbase IDENTIFIED WITH sha256_password BY 'change me';

GRANT SELECT, INSERT, CREATE DATABASE, CREATE TABLE, CREATE VIEW, ALTER SETTINGS ON coinbase_demo.* TO coinbase;

-- To look for rows behind a failure.
GRANT CREATE TEMPORARY TABLE ON *.* TO coinbase;

GRANT SELECT ON system.parts TO coinbase;

GRANT SELECT ON system.merge_tree_settings TO coinbase;
