# librdkafka built from source, for machines where its NuGet package doesn't restore.
# shellcheck shell=bash

# The version that Confluent.Kafka in Directory.Packages.props stands on, and the npm package that carries its source.
librdkafka_version=2.15.1
librdkafka_npm=(@confluentinc/kafka-javascript 1.10.1 ada7d703bb1d3237e2292bfabf438d663b6160c9f1ac2a2406b5dc4257c81b66)
librdkafka_features=(gzip snappy lz4 zstd ssl sasl_plain sasl_scram sasl_oauthbearer)

# The library is linked to this system's OpenSSL and zlib, so another system builds its own.
native_path() { echo "$cache/librdkafka-$librdkafka_version-$(native_system)/librdkafka.so"; }

native_system() {
  # shellcheck source=/dev/null
  (. /etc/os-release 2>/dev/null && echo "$ID$VERSION_ID-$(uname -m)") || uname -sm | tr ' ' -
}

native_library() {
  local library place work
  library=$(native_path) place=$(dirname "$(native_path)")
  [ ! -e "$library" ] || return 0
  need gcc build-essential "building librdkafka"
  need g++ build-essential "building librdkafka"
  need make build-essential "building librdkafka"
  has_header openssl/ssl.h || die "OpenSSL's headers are missing, needed for TLS and SCRAM. On Debian and Ubuntu: apt install libssl-dev"
  has_header zlib.h || die "zlib's headers are missing. On Debian and Ubuntu: apt install zlib1g-dev"

  say "  building librdkafka $librdkafka_version, once for this machine (about a minute) …"
  work=$(mktemp -d "$cache/build.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  npm_package "${librdkafka_npm[@]}" "$work/source"
  has_header zstd.h || fetch_zstd "$work/zstd"
  compile_librdkafka "$work" >"$work/build.log" 2>&1 || { tail -n 30 "$work/build.log" >&2; die "librdkafka didn't build"; }
  check_features "$work/librdkafka.so"
  mkdir -p "$place"
  cp "$work/source/deps/librdkafka/LICENSES.txt" "$place/"
  mv "$work/librdkafka.so" "$library"
  rm -rf "$work"
  trap - EXIT
  say "  built: $library"
}

has_header() { printf '#include <%s>\n' "$1" | gcc -E -x c - >/dev/null 2>&1; }

# zstd's headers and static library out of Debian's package, without installing it: with package lists of our own, no root needed.
fetch_zstd() { # folder
  need apt-get libzstd-dev "zstd's headers"
  mkdir -p "$1/lists/partial" "$1/cache/archives/partial"
  local options=(-q -o "Dir::State::lists=$1/lists" -o "Dir::Cache=$1/cache" -o "APT::Sandbox::User=$(id -un)")
  if ! { apt-get "${options[@]}" update && (cd "$1" && apt-get "${options[@]}" download libzstd-dev); } >"$1/apt.log" 2>&1; then
    tail -n 5 "$1/apt.log" >&2
    die "zstd's headers are missing and couldn't be fetched. On Debian and Ubuntu: apt install libzstd-dev"
  fi
  dpkg -x "$1"/libzstd-dev_*.deb "$1/root"
}

compile_librdkafka() { # work folder
  local zstd
  zstd=$(find "$1/zstd/root" -name libzstd.a 2>/dev/null | head -n 1)
  [ -z "$zstd" ] || export STATIC_LIB_libzstd=$zstd CPPFLAGS=-I$1/zstd/root/usr/include
  cd "$1/source/deps/librdkafka" || return
  ./configure --disable-gssapi --disable-curl --disable-lz4-ext --no-download &&
    make -j"$(nproc)" -C src librdkafka.so.1 &&
    strip --strip-unneeded -o "$1/librdkafka.so" src/librdkafka.so.1
}

# Asks the library itself: a feature that configure missed would show as an error at a user's first compressed or encrypted record.
check_features() { # library
  local answer version feature
  cat >"$1.check.c" <<'C'
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
  void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : 0;
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  const char *(*version)(void) = dlsym(library, "rd_kafka_version_str");
  void *(*conf_new)(void) = dlsym(library, "rd_kafka_conf_new");
  int (*conf_get)(void *, const char *, char *, size_t *) = dlsym(library, "rd_kafka_conf_get");
  char features[512];
  size_t size = sizeof features;
  if (conf_get(conf_new(), "builtin.features", features, &size)) return 1;
  printf("%s %s\n", version(), features);
  return 0;
}
C
  gcc -o "$1.check" "$1.check.c" -ldl
  answer=$("$1.check" "$1") || die "the librdkafka just built doesn't load"
  version=${answer%% *}
  [ "$version" = "$librdkafka_version" ] || die "the librdkafka just built is $version, not $librdkafka_version"
  for feature in "${librdkafka_features[@]}"; do
    [[ ",${answer#* }," == *",$feature,"* ]] || die "the librdkafka just built lacks '$feature' (it has: ${answer#* })"
  done
}
