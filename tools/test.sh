#!/usr/bin/env bash
# Everything that must pass: what lint reads, what Django checks, then the tests, those in a browser apart,
# since the browser's event loop does not live with the others. $1: how many browsers at once.
set -uo pipefail
workers=${1:-2}
status=0
started=$SECONDS
step() { printf '\n── %s (%d s)\n' "$1" $((SECONDS - started)); }

# The embedded server is stopped at the end, unless it ran before; tests about it start it even when they use another.
running=no
.venv/bin/python -m tools.running && running=yes
stop() { [ $running = yes ] || .venv/bin/ancrage db stop --tests; }
trap stop EXIT
trap 'exit 130' INT TERM

step "lint"
bash tools/lint.sh || status=1

step "migrations, settings of production"
export DJANGO_SETTINGS_MODULE=tests.settings PYTHONPATH=.
.venv/bin/python -W ignore -m django makemigrations --check --dry-run || status=1
env -u DJANGO_SETTINGS_MODULE DEMO=0 SECRET_KEY="$(head -c 60 /dev/urandom | base64 -w0)" ANCRAGE_FIELD_KEY=x ANCRAGE_SEAL_KEY=y \
	DATABASE_URL=postgres://nobody@localhost/none ALLOWED_HOSTS=ancrage.invalid \
	.venv/bin/python -m django check --deploy --fail-level WARNING --settings ancrage.config.settings || status=1

step "tests"
.venv/bin/python -m pytest -q -n 2 --create-db || status=1

step "tests in a browser"
.venv/bin/python -m pytest -q -c pyproject.toml -n "$workers" --create-db tests/e2e || status=1

printf '\n%s in %d s\n' "$([ $status = 0 ] && echo "All passed" || echo "FAILED")" $((SECONDS - started))
exit $status
