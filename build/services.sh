# A PostgreSQL and a Kafka that stay until they are taken down: one process holds both, and they end with it.
# shellcheck shell=bash

services() {
  local dir=$root/.events/services
  case ${1:-} in
    up) services_up "$dir" ;;
    down) services_down "$dir" ;;
    *) die "services up, or services down" ;;
  esac
}

services_up() { # folder
  if ! holder "$1" >/dev/null; then
    ensure_built tests/Services/Akka.Events.Services.csproj
    rm -rf "$1"
    mkdir -p "$1"
    say "Starting …"
    # PostgreSQL doesn't run as root; where it then runs as nobody can't reach this folder, its data go to the system's.
    if [ "$(id -u)" != 0 ] || setpriv --reuid=nobody --clear-groups test -x "$1" 2>/dev/null; then export TMPDIR=$1; fi
    setsid dotnet "$(program_of tests/Services/Akka.Events.Services.csproj)" "$1/exports" </dev/null >"$1/log" 2>&1 &
    local pid=$!
    echo $pid >"$1/pid"
    while [ ! -e "$1/exports" ]; do
      kill -0 $pid 2>/dev/null || { cat "$1/log" >&2; die "the services didn't start"; }
      sleep 0.1
    done
  fi
  cat "$1/exports"
}

services_down() { # folder
  local pid
  if pid=$(holder "$1"); then
    kill -TERM "$pid"
    while holder "$1" >/dev/null; do sleep 0.1; done
  fi
  rm -rf "$1"
}

# The process that holds the services, if it still runs; a number alone may meanwhile belong to somebody else.
holder() { # folder
  local pid
  pid=$(cat "$1/pid" 2>/dev/null) && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q "Akka.Events.Services.dll $1/exports" && echo "$pid"
}
