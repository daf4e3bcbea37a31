#!/usr/bin/env bash
# scripts/postgres-programs.sh: prints the directory of PostgreSQL's programs (initdb, postgres, pg_ctl).
#
# Uses the one on PATH, else the newest of /usr/lib/postgresql/*/bin. When there is none, root installs Debian's
# package `postgresql` without starting its server; other users are told what to install. Exit 2: there is none.
set -euo pipefail

say() { printf 'postgres-programs: %s\n' "$*" >&2; }
fail() { say "$1"; exit 2; }

find_programs() {
    local dir found=""
    while IFS= read -r dir; do
        if [ -z "$found" ] && [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ] && [ -x "$dir/pg_ctl" ]; then found=$dir; fi
    done < <(
        if initdb=$(command -v initdb); then dirname "$(readlink -f "$initdb")"; fi
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV
    )
    [ -n "$found" ] && printf '%s\n' "$found"
}

# The package starts a server when it is installed unless policy-rc.d forbids it; an existing policy-rc.d is kept.
policy=/usr/sbin/policy-rc.d
install_programs() {
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
}

if find_programs; then exit; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    fail "PostgreSQL is missing: install its server programs (Debian: postgresql), or set CAREDESK_TEST_POSTGRES to a server's URL"
fi
say "PostgreSQL is missing: installing the package postgresql"
install_programs </dev/null >&2 || fail "apt-get could not install postgresql; its messages are above"
find_programs || fail "postgresql is installed, but its programs are not in /usr/lib/postgresql/*/bin"
