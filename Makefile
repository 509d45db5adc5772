# Needs only python3 (3.11 or newer) and make. PORT, DATABASE_URL, REDIS_URL and TWILIO_API_BASE come from the environment.
PYTHON = python3
VENV = .venv/bin/python
BOOTSTRAP = $(PYTHON) organizing/bootstrap.py
.DEFAULT_GOAL = help
.PHONY: help python run test faults bench shots requirements clean

help:
	@echo "make run     start everything on this machine, with the demo"
	@echo "make test    check and test everything, as CI does"
	@echo "make faults  kill workers and break the network in the middle of a send; into var/faults.json"
	@echo "make bench   the benchmarks, into var/bench.json"
	@echo "make shots   pictures of every page, into var/shots"
	@echo "make clean   remove everything that these made"

python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer." >&2; exit 1; }

run: python
	@CHECK_PORT="$${PORT:-8000}" $(BOOTSTRAP) requirements.txt
	@exec $(VENV) -m organizing.supervisor

test: python
	@$(BOOTSTRAP) requirements.txt requirements-dev.txt
	@exec $(VENV) -m tests.gate

faults: python
	@$(BOOTSTRAP) requirements.txt requirements-dev.txt
	@exec $(VENV) -m tests.faults

bench: python
	@$(BOOTSTRAP) requirements.txt requirements-dev.txt
	@exec $(VENV) -m tests.benchmarks

shots: python
	@$(BOOTSTRAP) requirements.txt requirements-dev.txt
	@exec $(VENV) -m tests.browser.shots

# Compiles the pinned requirements anew from pyproject.toml; the only target that needs uv.
UV = uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make requirements" --quiet
requirements:
	@$(UV) pyproject.toml --output-file requirements.txt
	@$(UV) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	@if [ -f var/embedded/home ]; then rm -rf "$$(cat var/embedded/home)"; fi
	@rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +
