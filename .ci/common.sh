# Read by .ci/run and .ci/full: a copy of the clone, in which a newcomer follows the README.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

clone=$work/clone
bin=$clone/.venv/bin
export PIP_CONSTRAINT=$root/requirements/ci.txt
export PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_QUIET=2

failures=()

say() {
    printf '\n== %s (after %d s)\n' "$1" "$SECONDS"
}

# The README's command that ends in the words given, as it is written there.
readme() {
    grep -m1 -- "^python3 -m venv .*$1\$" "$clone/README.md"
}

# Copy what a clone would hold: no environment, no results, nothing compiled.
copy_clone() {
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "python3 has to be Python 3.11 or newer" >&2
        exit 1
    }
    mkdir "$clone"
    tar -C "$root" -cf - --exclude=./.git --exclude=./.venv --exclude=./results --exclude=./dist \
        --exclude=__pycache__ --exclude='.*_cache' --exclude=./.hypothesis . | tar -C "$clone" -xf -
    cd "$clone"
}

first_command() {
    say "the README's first command, with few replicates"
    bash -euc "$(readme 'twinsim run belfast-sejong') --replicates 10"
}

install_for_development() {
    say "the README's second command: setting up"
    local line
    line=$(readme 'pytest -n auto')
    bash -euc "${line% && *}"
}

# Run a command and go on where it fails, so that one run tells all that is wrong.
check() {
    say "$1"
    "${@:2}" || failures+=("$1")
}

read_code() {
    check "ruff" "$bin/ruff" check .
    check "ruff format" "$bin/ruff" format --check .
    check "mypy" "$bin/mypy"
}

conclude() {
    if ((${#failures[@]})); then
        printf -v list '%s; ' "${failures[@]}"
        say "failed: ${list%; }"
        exit 1
    fi
    say "all passed"
}
