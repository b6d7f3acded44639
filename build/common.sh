# Shared by the parts of ./events. Standard output belongs to results; everything said on the way goes to standard error.
# shellcheck shell=bash

say() { echo "$*" >&2; }

die() { say "events: $*"; exit 1; }

# need TOOL DEBIAN-PACKAGE [WHAT-FOR]
need() {
  command -v "$1" >/dev/null || die "'$1' is missing${3:+, needed for $3}. On Debian and Ubuntu: apt install $2"
}

# A user without a home of its own (a service account) still needs one for dotnet, NuGet and npm.
if [ ! -d "${HOME:-}" ] || [ ! -w "$HOME" ]; then
  export HOME=$root/.events/home
  mkdir -p "$HOME"
fi

cache=${XDG_CACHE_HOME:-$HOME/.cache}/akka-events

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Nothing stays running once a command has ended: no build server, no waiting build nodes.
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=${UseSharedCompilation:-false}

# npm_package NAME VERSION SHA256 DIR: unpacks a package of the npm registry into DIR.
npm_package() {
  need npm npm "fetching $1"
  need tar tar
  mkdir -p "$4"
  local file
  file=$(cd "$4" && npm pack --silent --ignore-scripts "$1@$2" 2>npm.log) || { cat "$4/npm.log" >&2; die "npm could not fetch $1@$2"; }
  echo "$3  $4/$file" | sha256sum --quiet -c - >&2 || die "$1@$2 is not the package that was expected"
  tar xzf "$4/$file" -C "$4" --strip-components=1
  rm "$4/$file"
}

# locked NAME COMMAND...: one process at a time fills a place in the cache.
locked() {
  mkdir -p "$cache"
  local name=$1; shift
  ( flock 9; "$@" ) 9>"$cache/$name.lock"
}
