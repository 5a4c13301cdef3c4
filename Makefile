# What developers type; each target is one command of the project.
RUN := .venv/bin/python -m

.PHONY: help setup fmt lint types imports test system chaos bench up
help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'
setup: ## the environment with everything
	./lemkin test --help >/dev/null
	.venv/bin/uv sync --frozen --all-groups
fmt: ## format
	$(RUN) ruff format .
	$(RUN) ruff check --fix .
lint: ## style, spelling, dependencies
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	.venv/bin/codespell
	.venv/bin/deptry .
types: ## mypy, strict
	$(RUN) mypy .
imports: ## the boundaries
	.venv/bin/lint-imports
test: ## everything CI runs
	./lemkin test
system: ## real processes, real Kafka, real PostgreSQL
	./lemkin test system
chaos: ## the checker
	./lemkin test chaos
bench: ## all benchmarks; writes docs/benchmarks.md
	$(RUN) benchmarks.all
up: ## the system
	./lemkin up
