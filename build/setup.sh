# What this machine needs before anything is built: the .NET SDK, and PostgreSQL's binaries where they are to be had. Written down in .events/setup.env.
# shellcheck shell=bash

setup_env=.events/setup.env

setup() {
  [ $# = 0 ] || die "setup takes no arguments"
  check_dotnet
  locked postgres postgres_binaries
  local postgres
  postgres=$(postgres_path)
  say "PostgreSQL: ${postgres:-none found; what needs one is skipped}"
  mkdir -p .events
  {
    printf '%s=%q\n' setup_stamp "$(stamp)" setup_postgres "$postgres"
    # shellcheck disable=SC2016
    echo 'export AKKA_EVENTS_POSTGRES_BIN=${AKKA_EVENTS_POSTGRES_BIN:-$setup_postgres}'
  } >$setup_env
  # shellcheck source=/dev/null
  . $setup_env
}

# Runs setup where it never ran, or where what it found is no longer there.
ensure_setup() {
  if [ -f $setup_env ]; then
    # shellcheck source=/dev/null
    . $setup_env
    if [ "$setup_stamp" = "$(stamp)" ] && [ -e "${setup_postgres:-/}" ]; then return; fi
  fi
  setup
}

# What the answer depends on besides the machine.
stamp() { cat build/{common,setup,postgres}.sh | sha256sum | cut -d' ' -f1; }

check_dotnet() {
  command -v dotnet >/dev/null ||
    die "'dotnet' is missing: the .NET 10 SDK. On Debian and Ubuntu: apt install dotnet-sdk-10.0 (from packages.microsoft.com)"
  dotnet --version >/dev/null 2>&1 || { dotnet --version >&2 || true; die "this needs the .NET SDK that global.json names: apt install dotnet-sdk-10.0"; }
}
