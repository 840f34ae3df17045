# Shared by the scripts: makes .venv beside them and keeps it in step with pyproject.toml.
# usage: . _environment.sh; ensure_environment "offline,dev"

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
venv="$root/.venv"

# Prints the first Python of 3.11 or newer.
find_python() {
    for candidate in "${DUOLOGUE_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] || continue
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    echo "duologue: Python 3.11 or newer is needed and was not found (set DUOLOGUE_PYTHON to its path)" >&2
    exit 1
}

# Installs the package with the given extras, unless just that was installed before.
ensure_environment() {
    wanted="$1 $(cksum <"$root/pyproject.toml")"
    for stamp in "$venv"/.duologue-*; do
        [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
    done
    if [ ! -x "$venv/bin/python" ]; then
        python=$(find_python) || exit 1
        echo "duologue: making $venv (once)" >&2
        "$python" -m venv "$venv" || exit 1
    fi
    echo "duologue: installing what it needs (once; about 300 MB)" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$root[$1]" >&2 || {
        echo "duologue: pip could not install what is needed; see above" >&2
        exit 1
    }
    printf '%s' "$wanted" >"$venv/.duologue-$1"
}
