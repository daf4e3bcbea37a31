#!/usr/bin/env bash
# scripts/npm-packages.sh DIRECTORY: installs the packages of its lock file into its node_modules, if that file has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v npm >/dev/null 2>&1; then
    echo "npm is missing: install Node 20.19 or later" >&2
    exit 2
fi
cd "$1"
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
    npm ci --no-audit --no-fund
    cp package-lock.json node_modules/.installed-lock.json
fi
