#!/usr/bin/env bash
# scripts/licences.sh: checks licences, banned crates and sources of all dependencies, by deny.toml.
set -euo pipefail
cd "$(dirname "$0")/.."

deny=$(scripts/cargo-tool.sh cargo-deny 0.20.2)
# A crate in two versions is a warning: its dependency path is left out of the output.
"$deny" --locked check --hide-inclusion-graph licenses bans sources
