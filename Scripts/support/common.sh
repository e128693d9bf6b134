# shellcheck shell=bash
# What every script shares; sourced from the root of the repository.

# Says in one line what went wrong and what to do, and stops.
fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# Stops unless the command is there; the second argument says how to get it.
need() {
  command -v "$1" >/dev/null || fail "$1 is missing: $2"
}

# Runs a command in silence; its output is shown only when it fails.
quietly() {
  local output
  output=$("$@" 2>&1 </dev/null) || {
    local status=$?
    printf '%s\n' "$output" >&2
    return $status
  }
}

# Notes the list of source files in a client's manifest, so that its build is planned anew when a file of
# this package was added or removed; otherwise the old plan would be kept.
stamp_sources() {
  printf '// sources %s\n' "$(find Sources -name '*.swift' | sort | cksum | cut -d ' ' -f 1)" \
    >>"$1/Package.swift"
}
