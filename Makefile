# Client Portal: what one says at a desk. `make` alone prints this help.
PYTHON ?= python3
PORT ?= 8080
STAGE ?= dev
WORKERS ?= auto
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run down reset deliver logs environments test pictures fuzz mutation faults check audit format map bench package deploy

help:  ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## the whole product on this machine (PORT=8080, SEED=demo|empty|large|none, FRESH=1 starts anew); Ctrl-C saves and stops
	@$(PYTHON) -m infra.local up --port $(PORT) $(if $(SEED),--seed $(SEED)) $(if $(FRESH),--fresh)

down:  ## stop what `make run` or a script started; the data is kept
	@$(PYTHON) -m infra.local down

reset:  ## stop, and forget the data
	@$(PYTHON) -m infra.local reset

deliver:  ## do waiting and scheduled work of the running stack now
	@$(PYTHON) -m infra.local deliver

logs:  ## print what the running stack's Lambdas logged
	@$(PYTHON) -m infra.local logs

environments:  ## make or refresh .venv, .venv-emulator, .venv-localstripe, the site and a browser; everything else here does it by itself
	@$(PYTHON) -m infra.local prepare --browser

test:  ## every test, with what it needs installed by itself (ARGS='-k pay' runs some, WORKERS=0 one by one)
	@$(PYTHON) -m infra.local prepare --browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

pictures:  ## every page and mail as PNG in both widths and schemes, into .screenshots (ARGS='-k console')
	@$(PYTHON) -m infra.local prepare --browser
	@PICTURES=1 $(BIN)/python -m pytest -n $(WORKERS) tests/browser/test_pages.py tests/browser/test_console.py tests/browser/test_mails.py $(ARGS)

fuzz:  ## every parser of foreign input for a minute each; the API's document, the door and the bank forty times as long as in `make test`
	@$(PYTHON) -m infra.local prepare
	@FUZZ_SECONDS=60 FUZZ=40 $(BIN)/python -m pytest -n $(WORKERS) tests/house/test_parsers.py tests/house/test_document.py tests/sessions/test_door.py tests/payments/test_bank.py

mutation:  ## put mistakes into what moves money, lets people in, hears the gateway and sends mail (ARGS='chalicelib.outbox.*'): the tests are to notice
	@$(PYTHON) -m infra.local prepare
	@test -d .mutmut || $(BIN)/pip install --quiet --target .mutmut --no-deps -r tests/mutation/requirements.txt
	@PYTHONPATH=.mutmut $(BIN)/python -m mutmut run $(ARGS)
	@$(BIN)/python -m tests.mutation.report

faults:  ## ten times as many pairs of faults as in `make test` (FAULTS=10; FAULTS=all: every kind at every pair of calls, ARGS='-k refund')
	@$(PYTHON) -m infra.local prepare
	@FAULTS=$(or $(FAULTS),10) $(BIN)/python -m pytest -n $(WORKERS) tests/faults $(ARGS)

check:  ## format, lint, types, imports, templates, and that everything generated is fresh
	@$(PYTHON) -m infra.local prepare
	@$(BIN)/python -m infra.check

audit:  ## checkov over everything that is deployed, in an environment of its own
	@$(PYTHON) -m infra.local prepare
	@test -x .venv-audit/bin/checkov || ($(PYTHON) -m venv .venv-audit && .venv-audit/bin/pip install --quiet -r infra/static/requirements.txt)
	@$(BIN)/python -m infra.static.audit

format:  ## format the Python code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

map:  ## regenerate docs/map.md, docs/asvs.md, the OpenAPI document, policies and stage configuration
	@$(BIN)/python -m infra.check --write

bench:  ## measure what the product costs against the design's budgets, into docs/benchmarks.md (ARGS='-k cold' measures some)
	@$(PYTHON) -m infra.local prepare --browser
	@$(BIN)/python -m pytest -s -p no:xdist -p no:logging -o python_files='bench_*.py' -o python_functions='bench_*' tests/bench $(ARGS)

package:  ## build the zips that are deployed, and say how large they are
	@$(BIN)/python -m infra.package

deploy:  ## to AWS (STAGE=dev): what keeps state, the code, the site; see docs/operations.md
	@$(BIN)/python -m infra.provision --stage $(STAGE)
	@$(BIN)/python -m infra.deploy --stage $(STAGE)
	@$(BIN)/python -m infra.publish_site --stage $(STAGE)
