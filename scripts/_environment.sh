# Shared by the scripts: makes .venv beside them and keeps it in step with the locked requirements.
# usage: . _environment.sh; ensure_environment offline|test|all
# Each kind holds all of the one before it: what a render needs, what the tests need, every optional extra.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
venv="$root/.venv"
locks="$root/scripts/requirements"

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

# Whether the environment holds the wanted kind, from these very locks.
is_installed() {
    for kind in all test offline; do
        [ "$(cat "$venv/.duologue" 2>/dev/null)" = "$kind $locked" ] && return
        [ "$kind" = "$1" ] && return 1
    done
}

# Installs the package and what the kind of environment locks, unless that was done before.
ensure_environment() {
    locked=$(cat "$root/pyproject.toml" "$locks"/*.txt | cksum)
    is_installed "$1" && return
    if [ ! -x "$venv/bin/python" ]; then
        python=$(find_python) || exit 1
        echo "duologue: making $venv (once)" >&2
        "$python" -m venv "$venv" || exit 1
    fi
    echo "duologue: installing what it needs (once): $(sed -n 's/^# Installed: //p' "$locks/$1.txt"), one to five minutes" >&2
    install_with_pip --require-hashes --requirement "$locks/$1.txt"
    install_with_pip --no-deps --editable "$root"
    printf '%s' "$1 $locked" >"$venv/.duologue"
}

# Compiled files are made when they are first needed: that saves time and a tenth of the disk. A person sees pip's
# progress, a log only what goes wrong.
install_with_pip() {
    [ -t 2 ] && talk= || talk=--quiet
    "$venv/bin/python" -m pip install $talk --no-compile --disable-pip-version-check "$@" >&2 || {
        echo "duologue: pip could not install what is needed; see above" >&2
        exit 1
    }
}
