# The packages, and what stands on them alone.
# shellcheck shell=bash

pack() {
  local check=''
  case ${1:-} in
    '') ;;
    --check) check=1 ;;
    *) die "pack doesn't know '$1' (--check)" ;;
  esac
  ensure_setup
  rm -rf artifacts
  if [ -n "$check" ]; then check_packages; else make_packages artifacts -p:ContinuousIntegrationBuild=true -p:PublicApi=written; ls artifacts; fi
}

make_packages() { # folder, arguments
  local project folder=$1; shift
  say "Packing …"
  for project in src/*/*.csproj templates/*.csproj; do
    dotnet pack "$project" -c $configuration -o "$folder" -v q --nologo "$@" >&2
  done
}

# What users do with the packages, in a folder of its own: a service restores them without a warning, builds and runs; the tool is installed; a service is made of
# the template, and its tests run. The packages have a version that nobody has cached, and are unpacked into that folder; what they depend on is taken from
# the user's packages where it is there.
check_packages() {
  local place version
  version=0.0.0-check.$(date +%s)
  build_project servers/Akka.Events.LocalServers.csproj
  place=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$place'" EXIT
  make_packages "$place/feed" -p:PackageVersion="$version"
  RestoreFallbackFolders=${NUGET_PACKAGES:-$HOME/.nuget/packages}
  export NUGET_PACKAGES=$place/packages RestoreFallbackFolders RestoreAdditionalProjectSources=$place/feed
  check_service "$place" "$version"
  check_tool "$place" "$version"
  check_template "$place" "$version"
}

check_service() { # place, version
  say "A service on the packages …"
  cp -r build/package/consumer "$1/service"
  ( cd "$1/service" && dotnet run -c $configuration -v q -p:EventsVersion="$2" -p:Servers="$root/servers/bin/$configuration/net10.0" )
}

check_tool() { # place, version
  say "The tool …"
  dotnet tool install Akka.Events.Cli --version "$2" --tool-path "$1/tools" --add-source "$1/feed" -v q >&2
  "$1/tools/akka-events" schema print | grep -q 'create schema' || die "the installed tool doesn't print the schema"
  echo "the tool is installed: akka-events $("$1/tools/akka-events" --version)"
}

check_template() { # place, version
  say "A service of the template …"
  dotnet new install "$1/feed/Akka.Events.Templates.$2.nupkg" --debug:custom-hive "$1/hive" >&2
  dotnet new akka-events-service -n Shop -o "$1/shop" --debug:custom-hive "$1/hive" >&2
  ( cd "$1/shop" && dotnet test Shop.slnx -c $configuration -v q --nologo -warnaserror )
}
