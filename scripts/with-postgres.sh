#!/usr/bin/env bash
# scripts/with-postgres.sh CMD [ARG…]: runs CMD with a temporary PostgreSQL and returns CMD's exit code.
#
# CMD finds the server in CAREDESK_TEST_POSTGRES, a base URL of a superuser under which tests create databases. When
# that is set already, that server is used and none is started (so a nested call costs nothing).
# The server is temporary: no fsync, a new directory, a free port on 127.0.0.1, a password of its own. It is stopped
# and its directory removed when CMD ends, fails, or this script gets INT, TERM or HUP. Several may run at once.
# As root the server runs as `postgres` or `nobody`. CMD has a process group of its own, so that a signal ends all of
# it; it cannot read from the terminal. Exit 2 without CMD or without a server.
set -euo pipefail

say() { printf 'with-postgres: %s\n' "$*" >&2; }
fail() { say "$1"; exit 2; }

[ "$#" -gt 0 ] || fail "usage: scripts/with-postgres.sh CMD [ARG…]"
[ -z "${CAREDESK_TEST_POSTGRES:-}" ] || exec "$@"
[ -e /dev/fd/0 ] || exec </dev/null

home=""
child=""
# shellcheck disable=SC2317 # the traps below call it
clean_up() {
    local code=$?
    trap - EXIT
    trap '' INT TERM HUP
    if [ -n "$home" ]; then
        if [ -e "$home/data/postmaster.pid" ]; then
            as_server "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || say "the server did not stop"
        fi
        rm -rf "$home"
    fi
    exit "$code"
}
# Ends CMD and its process group, then this script.
# shellcheck disable=SC2317 # the traps below call it
interrupted() {
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -s "$1" -- "-$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
        kill -s KILL -- "-$child" 2>/dev/null || true
    fi
    exit "$2"
}
trap clean_up EXIT
trap 'interrupted INT 130' INT
trap 'interrupted TERM 143' TERM
trap 'interrupted HUP 129' HUP

bin=$("$(dirname "$0")/postgres-programs.sh")

# PostgreSQL refuses to run as root. TMPDIR may be closed to the other user: then root uses /tmp.
base=${TMPDIR:-/tmp}
user=""
as_server() { (cd / && exec "$@"); }
if [ "$(id -u)" -eq 0 ]; then
    user=postgres
    id -u "$user" >/dev/null 2>&1 || user=nobody
    as_server() { (cd / && exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"); }
    as_server test -w "$base" || base=/tmp
fi

home=$(mktemp -d "$base/caredesk-postgres.XXXXXX")
# On 127.0.0.1 every account of the machine could connect, and a superuser of PostgreSQL can run programs.
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && printf '%s\n' "$password" >"$home/password")
: >"$home/log"
[ -z "$user" ] || chown -R "$user" "$home"

as_server "$bin/initdb" -D "$home/data" --username=postgres --pwfile="$home/password" --auth=password \
    --encoding=UTF8 --locale=C --no-sync >"$home/log" 2>&1 || { cat "$home/log" >&2; fail "initdb failed"; }
cat >>"$home/data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
CONF

# The server binds the port itself: choosing a free one first would race with other runs.
port=""
for _ in {1..20}; do
    try=$((20000 + RANDOM % 12000))
    : >"$home/log"
    if as_server "$bin/pg_ctl" -D "$home/data" -l "$home/log" -o "-p $try" -w start >/dev/null 2>&1; then
        port=$try
        break
    fi
    grep -q 'Address already in use' "$home/log" || break
done
[ -n "$port" ] || { cat "$home/log" >&2; fail "the server did not start"; }
# Tests keep here what they make once for this server.
mkdir "$home/templates"
export CAREDESK_TEST_TEMPLATES="$home/templates"
export CAREDESK_TEST_POSTGRES="postgres://postgres:$password@127.0.0.1:$port/postgres"

# Job control gives CMD its process group; `wait`, unlike a command in the foreground, lets a trap run at once.
set -m
"$@" <&0 &
child=$!
set +m
code=0
wait "$child" || code=$?
exit "$code"
