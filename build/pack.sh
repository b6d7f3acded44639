# The packages, and a service that stands on them alone.
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
  for project in src/*/*.csproj; do
    dotnet pack "$project" -c $configuration -o "$folder" -v q --nologo "$@" >&2
  done
}

# A service in a folder of its own restores the packages without a warning, builds and runs. The packages have a version that nobody has
# cached, and are unpacked into that folder; what they depend on is taken from the user's packages where it is there.
check_packages() {
  local place version cached
  version=0.0.0-check.$(date +%s)
  build_project servers/Akka.Events.LocalServers.csproj
  place=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$place'" EXIT
  make_packages "$place/feed" -p:PackageVersion="$version"
  cp -r build/package/consumer "$place/service"
  cached=${NUGET_PACKAGES:-$HOME/.nuget/packages}
  say "A service on the packages …"
  (
    cd "$place/service"
    export NUGET_PACKAGES=$place/packages RestoreFallbackFolders=$cached
    dotnet run -c $configuration -v q -p:EventsVersion="$version" -p:RestoreAdditionalProjectSources="$place/feed" \
      -p:Servers="$root/servers/bin/$configuration/net10.0"
  )
}
