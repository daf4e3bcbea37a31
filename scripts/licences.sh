#!/usr/bin/env bash
# scripts/licences.sh: licences, banned crates and sources of everything the desk is built from, by deny.toml.
set -euo pipefail
cd "$(dirname "$0")/.."

deny=$(scripts/cargo-tool.sh cargo-deny 0.20.2)
# A crate that is there in two versions is a warning: its path through the dependencies is left out of the output.
"$deny" --locked check --hide-inclusion-graph licenses bans sources
