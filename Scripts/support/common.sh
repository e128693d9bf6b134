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

# The bundled examples of pilot-roi, a line each: its name, a tab, and a file. A pilot's file is its plan; a
# command's file holds its arguments, one a line; lines that begin with # are comments.
examples() {
  local file
  for file in Examples/Pilots/*/plan.json; do
    printf '%s\t%s\n' "$(basename "$(dirname "$file")")" "$file"
  done
  for file in Examples/Commands/*.arguments; do
    [[ -e $file ]] || continue
    printf '%s\t%s\n' "$(basename "$file" .arguments)" "$file"
  done
}

# Runs a program on an example's file and writes to a folder; further arguments follow.
run_example() {
  local program=$1 file=$2 out=$3 arguments=(run "$2")
  shift 3
  [[ $file == *.json ]] || mapfile -t arguments < <(grep -v '^#' "$file")
  "$program" "${arguments[@]}" --out "$out" "$@"
}

# Notes the list of source files in a client's manifest, so that its build is planned anew when a file of
# this package was added or removed; otherwise the old plan would be kept.
stamp_sources() {
  printf '// sources %s\n' "$(find Sources -name '*.swift' | sort | cksum | cut -d ' ' -f 1)" \
    >>"$1/Package.swift"
}
