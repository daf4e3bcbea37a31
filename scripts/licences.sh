#!/usr/bin/env bash
# scripts/licences.sh: licences, banned crates and sources of everything the desk is built from, by deny.toml.
#
# It uses cargo-deny of exactly the version below: the one on PATH, else its own copy under target/tools, which it
# installs at first use (about a minute, as it is not optimised: a check takes some seconds either way).
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.20.2
tools=${CARGO_TARGET_DIR:-target}/tools

is_pinned() { [ "$("$1" --version 2>/dev/null)" = "cargo-deny $version" ]; }

deny=cargo-deny
if ! is_pinned "$deny"; then
    deny=$tools/bin/cargo-deny
    if ! is_pinned "$deny"; then
        echo "installing cargo-deny $version into $tools"
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=0 \
            CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64 \
            cargo install cargo-deny --version "$version" --locked --force --quiet --root "$tools"
    fi
fi
# A crate that is there in two versions is a warning: its path through the dependencies is left out of the output.
"$deny" --locked check --hide-inclusion-graph licenses bans sources
