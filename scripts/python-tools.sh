#!/usr/bin/env bash
# scripts/python-tools.sh NAME: prints the directory of a virtual environment with exactly the files of tests/NAME/requirements.txt.
#
# Created from PyPI in target/tools/NAME at first use, and again when that file has changed. Needs Python 3.11 or later with venv; without
# it, root on Debian installs it and other users are told what to install.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$#" -ne 1 ]; then
    echo "usage: scripts/python-tools.sh NAME" >&2
    exit 2
fi
wanted=tests/$1/requirements.txt
tools=${CARGO_TARGET_DIR:-$PWD/target}/tools/$1

# A virtual environment needs ensurepip, which is a separate package on Debian.
if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "Python 3.11 or later with venv is missing: install the packages python3 and python3-venv" >&2
        exit 2
    fi
    echo "Python 3.11 or later with venv is missing: installing the packages python3 and python3-venv" >&2
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv; } </dev/null >&2; then
        echo "apt-get could not install python3 and python3-venv; its messages are above" >&2
        exit 2
    fi
fi

if ! cmp -s "$wanted" "$tools/installed.txt"; then
    echo "installing $wanted into $tools" >&2
    python3 -m venv --clear "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement "$wanted" >&2
    cp "$wanted" "$tools/installed.txt"
fi
echo "$tools"
