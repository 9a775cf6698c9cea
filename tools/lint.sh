#!/usr/bin/env bash
# Everything that reads the code without running it. All of it runs, even after a first failure.
set -uo pipefail
unset DATABASE_URL
failed=()

check() { # a name, then a command
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then
		printf '  ok      %s\n' "$name"
	else
		printf '  FAILED  %s\n%s\n' "$name" "$said"
		failed+=("$name")
	fi
}

templates() { git ls-files -z -- '*.html' | xargs -0r "$@"; }
idioms() { git ls-files -z -- 'src/*.py' | grep -zv /migrations/ | xargs -0r .venv/bin/django-upgrade --target-version 5.2; }

echo "Lint"
check "ruff: rules" .venv/bin/ruff check -q src tests tools bench
check "ruff: format" .venv/bin/ruff format -q --check src tests tools bench
check "mypy: types" .venv/bin/mypy
check "import-linter: contracts" .venv/bin/lint-imports --no-cache
check "djangofmt: templates" templates .venv/bin/djangofmt -q --check
check "djlint: templates" templates .venv/bin/djlint --quiet --lint
check "deptry: dependencies" .venv/bin/deptry src
check "django-upgrade: idioms" idioms
check "translations: French and English" .venv/bin/ancrage messages --check
check "requirements: locks" .venv/bin/python -m tools.locks

if ((${#failed[@]})); then
	printf '\nFailed: %s\n' "$(IFS=', ' && echo "${failed[*]}")"
	exit 1
fi
