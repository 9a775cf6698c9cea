# Ancrage. `make` alone lists what can be asked.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UV := $(shell command -v uv || echo .tools/uv/bin/uv)
NPM := $(shell command -v npm)
PORT ?= 8000
PART ?=
PY := .venv/bin/python
export UV_NO_PROGRESS := 1

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 24


.PHONY: setup
setup: .venv/.stamp node_modules/.stamp ## installs everything inside this folder

.tools/uv/bin/uv:
	python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --target .tools/uv uv

.venv/bin/python: | $(UV)
	$(UV) venv -q --python python3 .venv

.venv/.stamp: requirements/dev.txt pyproject.toml | $(UV) .venv/bin/python
	$(UV) pip sync -q --require-hashes requirements/dev.txt
	$(UV) pip install -q --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.stamp: package-lock.json
	$(NPM) ci --silent
	@touch $@
