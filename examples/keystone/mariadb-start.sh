#!/bin/sh
# Makes the data directory once, in one rename, so that a start killed half-way begins anew.
set -eu
data=/var/lib/keystone-db/data
if [ ! -d "$data" ]; then
  rm -rf "$data.new"
  mariadb-install-db --no-defaults --datadir="$data.new" --skip-test-db >&2
  mv "$data.new" "$data"
fi
# Probes connect and hang up: without name resolution they never count against their host, and warnings of level 1 leave them out.
exec mariadbd --no-defaults --datadir="$data" --bind-address="$REPLICA_ADDRESS" --port=3306 \
  --socket="$data/mysqld.sock" --pid-file="$data/mysqld.pid" --init-file=/etc/keystone-db/init.sql \
  --skip-name-resolve --log-warnings=1 --character-set-server=utf8mb4 --innodb-buffer-pool-size=64M --max-connections=200
