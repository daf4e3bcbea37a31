# The commands a person has to know. Recipes stay short; what is longer than a line or two lives in scripts/.

# Cargo never gets `-p` here: building the whole workspace's choice of features each time lets every command share
# what another has built. A single package would compile its dependencies once more with fewer features.
CARGO_RUN = cargo run --locked --bin caredesk

# `make run PROFILE=release` for the optimised program: a longer build, shared with `make bench` but not with `make test`.
PROFILE ?= dev

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: run test test-long check browser fuzz mutants bench attack openapi help

run: ## Build the desk and start it with demo data; prints its address and sign-ins
	@scripts/pages.sh build || echo "the pages could not be built, so the desk runs without them" >&2
	@$(CARGO_RUN) --profile $(PROFILE) -- serve --demo

test: ## Formatting, clippy, licences, all tests on both engines, the pages and their journeys
	@scripts/test.sh

test-long: ## The tests at ten times the size, and every operation tried as each role (CAREDESK_TEST_SCALE=100 for full size)
	@CAREDESK_TEST_SCALE="$${CAREDESK_TEST_SCALE:-10}" scripts/test.sh tests
	@scripts/schemathesis.sh

check: ## Formatting and clippy, and the same of the pages: a minute after a change
	@scripts/test.sh fmt clippy lint

browser: ## The pages' journeys in a real Chromium against the real server
	@cargo build --locked --bin caredesk
	@scripts/pages.sh browser

fuzz: ## Every operation tried with schemathesis as each role, a few minutes (CAREDESK_FUZZ_EXAMPLES=100 for more)
	@cargo build --workspace --bins --tests --locked
	@scripts/schemathesis.sh

mutants: ## Policy and state machines changed place by place: the domain's tests must notice each (most of an hour)
	@scripts/mutants.sh

bench: ## Measure a release build and print the figures
	@scripts/bench.sh

# What `make attack` is given: `make attack ATTACK='--engine sqlite --seconds 1 login reports'`.
ATTACK ?=

attack: ## Measure what honest people get done beside attacks, on a release build (20 minutes; ATTACK=--help tells of less)
	@scripts/attack.sh $(ATTACK)

openapi: ## Rewrite openapi/openapi.json from the program
	@$(CARGO_RUN) -- openapi >openapi/openapi.json.new || { rm -f openapi/openapi.json.new; exit 1; }
	@mv openapi/openapi.json.new openapi/openapi.json
	@echo "wrote openapi/openapi.json"

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
