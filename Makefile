# What there is to do with this project: `make` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup setup-all page build run dev fmt check test e2e fuzz torture bench audit clean

ADDRESS ?= 127.0.0.1:8080
DATABASE ?= sqlite:./data/muster.db
target := $(abspath $(or $(CARGO_TARGET_DIR),target))

help: ## List what there is to do
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what building and running need, where it is missing
	@.ci/setup build

setup-all:
	@.ci/setup

run: page ## Build it and serve it on http://127.0.0.1:8080
	@mkdir -p data
	cargo run --release -p server --bin muster -- serve --listen $(ADDRESS) --database $(DATABASE)

build: page ## Build target/release/muster, one file with the page in it
	cargo build --release -p server

page: setup
	node app/build.mjs

dev: ## Build quickly, serve, and do it again after each change
	@.ci/setup dev
	@mkdir -p data
	@until git ls-files -co --exclude-standard app import-core server style public Cargo.toml \
	  | entr -d -n -r sh -c 'node app/build.mjs --dev && exec cargo run -p server --bin muster -- \
	    serve --listen $(ADDRESS) --database $(DATABASE)'; \
	do [ $$? -eq 2 ] || exit 1; done

fmt: ## Format the sources
	cargo fmt --all

check: setup-all ## Look for what is wrong without running anything: format, lints, documentation
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	.ci/wasm-cargo clippy --locked -p app --target wasm32-unknown-unknown -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --workspace --no-deps --document-private-items

test: setup-all page ## Run all tests: of the crates, then in a browser
	cargo test --locked --workspace
	MUSTER_TEST_DATABASE=postgres cargo test --locked -p server --test server -- api imports
	$(MAKE) e2e

# The unoptimised server: it is the same code, and reads the page from app/dist.
e2e: ## Run only the browser's tests, on the page as it is built
	cargo build --locked -p server
	cd end2end && MUSTER_BIN=$(target)/debug/muster npx playwright test

fuzz: ## Ask a server for all that its own description allows and does not, and hold the answers to it
	cargo build --locked -p server
	end2end/fuzz/run $(target)/debug/muster

torture: ## Kill the server in every phase, many times and on both databases, and compare what it leaves
	MUSTER_KILLS=$${MUSTER_KILLS:-200} cargo test --locked -p server --test server crash -- --nocapture

bench: build ## Measure against the budgets, into target/bench.json
	end2end/bench/run

audit: ## Check the dependencies: licences, sources, whether they are used
	.ci/tool cargo-deny cargo-deny@0.20.2 check bans licenses sources
	.ci/tool cargo-machete cargo-machete@0.9.2 app import-core server

clean: ## Remove what was built; the database in data/ stays
	rm -rf target app/dist end2end/node_modules end2end/test-results end2end/playwright-report
