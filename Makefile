PYTHON ?= python3
BIN := .venv/bin

# Without bytecode each of the checks' processes compiles all tests again; it lies in __pycache__.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo check browser fix soak soak-long bench screenshots lock clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort | expand -t 14

.venv/.done: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=python3.12, for example." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src  # where Python may keep no bytecode each start compiles all
	@touch $@

demo: .venv/.done  ## A made-up campaign day in your terminal, no account needed
	$(BIN)/standup demo

check: .venv/.done  ## Everything CI runs, except browser and soak; changes no file
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 5
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

browser: .venv/.done  ## The wall's page in a real Chromium; installs one if there is none
	./.ci/browser
	$(BIN)/pytest -m browser -n 2 --timeout 300 tests/web tests/report/test_page_in_browser.py

fix: .venv/.done  ## Format and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

soak: .venv/.done  ## Slow tests and the fault list, a sample of each (under fifteen minutes)
	./.ci/strace
	./.ci/terminals
	$(BIN)/pytest -m "(soak or fault) and not browser" -n 4 --timeout 600

soak-long: .venv/.done  ## Slow tests and the fault list, full counts
	./.ci/strace
	./.ci/terminals
	STANDUP_SOAK=full $(BIN)/pytest -m "(soak or fault) and not browser" --timeout 7200

bench: .venv/.done  ## Measure, side by side, and print a table
	$(BIN)/pytest -m bench --timeout 1800 -s tests/benchmarks

screenshots: .venv/.done  ## Draw the pictures in screenshots/ again, from a seed
	PYTHONPATH=tests $(BIN)/python screenshots/draw.py  # the page's: where there is a Chromium

lock:  ## Renew requirements/ (maintainers; needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q pyproject.toml -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q pyproject.toml --group dev -o requirements/dev.txt

clean:  ## Remove what was built here
	rm -rf .venv .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist
