#!/usr/bin/env bash
# scripts/cargo-tool.sh NAME VERSION: prints the path of the cargo tool NAME in exactly that version.
#
# Uses the one on PATH, else a copy under target/tools, which is installed if missing (about a minute, unoptimised: these tools
# take some seconds either way).
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$#" -ne 2 ]; then
    echo "usage: scripts/cargo-tool.sh NAME VERSION" >&2
    exit 2
fi
name=$1 version=$2
tools=${CARGO_TARGET_DIR:-$PWD/target}/tools

# Called as cargo calls it (`cargo deny --version`), which every tool understands.
is_pinned() { [ "$("$1" "${name#cargo-}" --version 2>/dev/null)" = "$name $version" ]; }

tool=$name
if ! is_pinned "$tool"; then
    tool=$tools/bin/$name
    if ! is_pinned "$tool"; then
        echo "installing $name $version into $tools" >&2
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=0 \
            CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64 \
            cargo install "$name" --version "$version" --locked --force --quiet --root "$tools" >&2
    fi
fi
echo "$tool"
