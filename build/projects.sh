# Building and running the solution's projects.
# shellcheck shell=bash

configuration=Release

build_project() { # project or solution, arguments
  local project=$1; shift
  dotnet build "$project" -c $configuration -v q --nologo "$@" >&2
}

# Builds a project where something it may depend on has changed since, then becomes its program: signals reach it, its standard
# output is ours.
run_project() { # project, arguments
  local project=$1 name dir; shift
  [ -f "$project" ] || die "$project is missing"
  name=$(basename "$project" .csproj) dir=$(dirname "$project")
  ensure_setup
  if changed_since ".events/built-$name"; then
    say "Building $name …"
    touch .events/building
    build_project "$project"
    mv .events/building ".events/built-$name"
  fi
  exec dotnet "$dir/bin/$configuration/net10.0/$name.dll" "$@"
}

changed_since() { # stamp
  [ ! -e "$1" ] || [ -n "$(find src runtime samples bench tests Directory.* global.json HOCON.conf "$setup_props" \
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
