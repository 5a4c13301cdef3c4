#!/bin/sh
# The start of the stand-in for postgres:18: what the official one does, as far as we use it.
set -eu

case ${1:-postgres} in -*) set -- postgres "$@" ;; esac
[ "${1:-postgres}" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres:postgres "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --clear-groups "$0" "$@"
fi

user=${POSTGRES_USER:-postgres}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    password=${POSTGRES_PASSWORD:-}
    [ -z "${POSTGRES_PASSWORD_FILE:-}" ] || password=$(cat "$POSTGRES_PASSWORD_FILE")
    if [ -z "$password" ]; then
        echo "Error: Database is uninitialized and superuser password is not specified." >&2
        exit 1
    fi
    umask 077
    mkdir -p "$PGDATA"
    printf '%s\n' "$password" >/tmp/initial
    # shellcheck disable=SC2086  # the arguments are words
    initdb -D "$PGDATA" --username="$user" --pwfile=/tmp/initial --auth-local=trust --auth-host=scram-sha-256 \
        ${POSTGRES_INITDB_ARGS:-}
    rm /tmp/initial
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
    database=${POSTGRES_DB:-$user}
    pg_ctl -D "$PGDATA" -w -o "-c listen_addresses='' -k /tmp" start
    [ "$database" = postgres ] || createdb -h /tmp -U "$user" "$database"
    for script in /docker-entrypoint-initdb.d/*.sql; do
        [ ! -f "$script" ] || psql -X -v ON_ERROR_STOP=1 -h /tmp -U "$user" -d "$database" -f "$script"
    done
    pg_ctl -D "$PGDATA" -w -m fast stop
    echo "PostgreSQL init process complete; ready for start up."
fi
exec "$@" -k /var/run/postgresql
