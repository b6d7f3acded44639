# Chooses what this machine builds with and writes it down: .events/setup.props for MSBuild, .events/setup.env for this script.
# shellcheck shell=bash

setup_props=.events/setup.props
setup_env=.events/setup.env

setup() {
  local runtime=auto source=''
  while [ $# -gt 0 ]; do
    case $1 in
      --runtime) runtime=${2:-}; shift 2 || die "--runtime needs a value: akka or embedded" ;;
      --nuget-source) source=${2:-}; shift 2 || die "--nuget-source needs a folder or an address" ;;
      *) die "setup doesn't know '$1' (--runtime akka|embedded, --nuget-source DIR)" ;;
    esac
  done
  case $runtime in auto | akka | embedded) ;; *) die "--runtime is akka or embedded, not '$runtime'" ;; esac
  case $source in
    '' | http://* | https://*) ;;
    *) [ -d "$source" ] || die "--nuget-source: there is no folder '$source'"; source=$(cd "$source" && pwd) ;;
  esac
  choose "$runtime" "$source"
}

# Runs setup where it never ran, or where what it found is no longer there or no longer asked for; keeps what was forced.
ensure_setup() {
  if [ -f $setup_props ] && [ -f $setup_env ]; then
    # shellcheck source=/dev/null
    . $setup_env
    if [ "$setup_stamp" = "$(stamp)" ] && [ -e "${setup_native:-/}" ] && [ -e "${setup_postgres:-/}" ]; then return; fi
    choose "$setup_runtime" "$setup_source"
  else
    choose auto ''
  fi
}

# What the choice depends on besides the machine: the package versions and the parts that choose.
stamp() { cat Directory.Packages.props Directory.Build.targets build/{common,setup,native,postgres}.sh | sha256sum | cut -d' ' -f1; }

choose() { # runtime source
  check_dotnet
  local actors kafka library='' postgres
  mkdir -p .events
  if [ "$1" = embedded ]; then
    actors=Embedded
    say "Actor runtime: Embedded (as asked)"
  elif restores Akka "$2"; then
    actors=Akka
    say "Actor runtime: Akka ($([ "$1" = akka ] && echo "as asked" || echo "its packages restore"))"
  elif [ "$1" = akka ]; then
    cat .events/probe-Akka.log >&2
    die "the Akka packages don't restore; --nuget-source DIR names one more place to find them"
  else
    actors=Embedded
    say "Actor runtime: Embedded (the Akka packages don't restore: $(reason Akka))"
  fi

  if restores Kafka "$2"; then
    kafka=Package
    say "Kafka client:  librdkafka from its NuGet package"
  else
    kafka=Source
    say "Kafka client:  librdkafka $librdkafka_version from source (its NuGet package doesn't restore: $(reason Kafka))"
    locked native native_library
    library=$(native_path)
  fi

  locked postgres postgres_binaries
  postgres=$(postgres_path)
  say "PostgreSQL:    ${postgres:-none found; what needs one is skipped, the demo keeps its state in memory}"

  cat >$setup_props.new <<XML
<!-- Written by ./events setup. -->
<Project>
  <PropertyGroup>
    <ActorRuntime>$actors</ActorRuntime>
    <KafkaNative>$kafka</KafkaNative>
    <KafkaNativeLibrary>$(xml "$library")</KafkaNativeLibrary>
    <RestoreAdditionalProjectSources>\$(RestoreAdditionalProjectSources);$(xml "$2")</RestoreAdditionalProjectSources>
  </PropertyGroup>
</Project>
XML
  {
    printf '%s=%q\n' setup_stamp "$(stamp)" setup_runtime "$1" setup_source "$2" setup_native "$library" setup_postgres "$postgres"
    # shellcheck disable=SC2016
    echo 'export AKKA_EVENTS_POSTGRES_BIN=${AKKA_EVENTS_POSTGRES_BIN:-$setup_postgres}'
  } >$setup_env
  # Unchanged, the file keeps its time, and nothing is built again.
  if cmp -s $setup_props.new $setup_props; then rm $setup_props.new; else mv $setup_props.new $setup_props; fi
  # shellcheck source=/dev/null
  . $setup_env
}

check_dotnet() {
  command -v dotnet >/dev/null ||
    die "'dotnet' is missing: the .NET 10 SDK. On Debian and Ubuntu: apt install dotnet-sdk-10.0 (from packages.microsoft.com)"
  dotnet --version >/dev/null 2>&1 || { dotnet --version >&2 || true; die "this needs the .NET SDK that global.json names: apt install dotnet-sdk-10.0"; }
}

# restores NAME SOURCE: does this probe restore? The probes lie in the repository, so what they reference are the references and
# versions of Directory.Build.targets and Directory.Packages.props.
restores() {
  dotnet restore "build/probes/$1/$1.csproj" -v q --nologo -p:ActorRuntime=Akka -p:KafkaNative=Package \
    "-p:RestoreAdditionalProjectSources=$2" >".events/probe-$1.log" 2>&1
}

# The first thing NuGet said against the probe.
reason() { sed -n 's/^.*error \(NU[0-9]*: .*\)$/\1/p' ".events/probe-$1.log" | sed 's/ \[.*\]$//' | head -n 1; }

xml() { printf %s "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/;/%3B/g'; }
