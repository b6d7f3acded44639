# Building and running the solution's projects.
# shellcheck shell=bash

configuration=Release

build_project() { # project or solution, arguments
  local project=$1; shift
  dotnet build "$project" -c $configuration -v q --nologo "$@" >&2
}

# Publishes a project and becomes its program: signals reach it, and its standard output is ours.
run_project() { # project, arguments
  local project=$1; shift
  ensure_built "$project"
  exec dotnet "$(program_of "$project")" "$@"
}

program_of() { echo "$(dirname "$1")/bin/$configuration/net10.0/publish/$(basename "$1" .csproj).dll"; }

# Publishes where something the project may depend on has changed since the last time. Analyzers are for the tests.
ensure_built() { # project
  local name stamp
  [ -f "$1" ] || die "$1 is missing"
  name=$(basename "$1" .csproj) stamp=.events/built-$name
  ensure_setup
  if changed_since "$stamp" || [ ! -e "$(program_of "$1")" ]; then
    say "Building $name …"
    touch "$stamp.new"
    dotnet publish "$1" -c $configuration -o "$(dirname "$(program_of "$1")")" -v q --nologo -p:RunAnalyzers=false >&2
    mv "$stamp.new" "$stamp"
  fi
}

changed_since() { # stamp
  [ ! -e "$1" ] || [ -n "$(find src servers samples bench tests Directory.* global.json HOCON.conf \
    \( -name bin -o -name obj \) -prune -o -newer "$1" -print -quit 2>/dev/null)" ]
}

format_code() {
  local verify=()
  case ${1:-} in
    '') ;;
    --check) verify=(--verify-no-changes) ;;
    *) die "format doesn't know '$1' (--check)" ;;
  esac
  ensure_setup
  dotnet format Akka.Events.sln "${verify[@]}"
}

# Brings each library's list of public members, a line each, to what the compiler says of it.
write_api() {
  local log file diagnostics=obj/$configuration/net10.0/diagnostics.sarif
  ensure_setup
  build_project src/Cli/Akka.Events.Cli.csproj
  build_project src/TestKit/Akka.Events.TestKit.csproj
  build_project src/Streams/Akka.Events.Streams.csproj
  build_project src/SchemaRegistry/Akka.Events.SchemaRegistry.csproj
  build_project src/MySql/Akka.Events.Persistence.MySql.csproj
  for log in src/*/"$diagnostics"; do
    file=${log%"/$diagnostics"}/PublicAPI.Unshipped.txt
    members "$log" 'is part of the declared API' >"$log.gone"
    { grep -vxFf "$log.gone" "$file" || true; members "$log" 'is not part of the declared public API'; } | LC_ALL=C sort -u >"$log.api"
    cat "$log.api" >"$file"
  done
  git diff --stat -- 'src/*/PublicAPI.*.txt' >&2
}

members() { # the compiler's log, what it says of the members
  sed -n "s/.*\"message\": \"Symbol '\(.*\)' $2.*/\1/p" "$1" | sed 's/\\"/"/g'
}
