# Runs every test project, and a service on the packed packages, and sums them up: what was skipped and why, what failed, and one line over all.
# shellcheck shell=bash

run_tests() {
  local filter=() whole=(-p:PublicApi=written) results=.events/test-results broken='' project name
  case ${1:-} in
    '') ;;
    *[=~]*) filter=(--filter "$1") ;;
    *) filter=(--filter "FullyQualifiedName~$1") ;;
  esac
  [ ${#filter[@]} = 0 ] || whole=()
  ensure_setup
  say "Building …"
  build_project Akka.Events.sln "${whole[@]}"
  rm -rf $results
  mkdir -p $results
  # Two at a time, the longest first: most of them wait for Kafka and PostgreSQL more than they compute. What each prints comes in one piece.
  # Each has a process group of its own, for it to end with this script.
  set -m
  trap 'jobs -rp | while read -r group; do kill -- -"$group" || true; done' EXIT
  trap 'exit 130' INT TERM
  for project in $(by_length tests/*.Tests/*.csproj); do
    [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n || true
    name=$(basename "$project" .csproj)
    say "$name"
    # A test that hangs fails after five minutes instead of holding up the rest for ever.
    (
      dotnet test "$project" --no-build -c "$configuration" --nologo "${filter[@]}" --results-directory $results \
        --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" \
        --blame-hang-timeout 5m --blame-hang-dump-type none >"$results/$name.txt" 2>&1 ||
        grep -qs '<UnitTestResult .*outcome="Failed"' "$results/$name.trx" || touch "$results/$name.broken"
      cat "$results/$name.txt" >&2
    ) &
  done
  wait
  trap - EXIT INT TERM
  set +m
  for project in "$results"/*.broken; do
    [ ! -e "$project" ] || broken+=" $(basename "$project" .broken)"
  done
  [ -n "${filter[*]}" ] || ( check_packages ) >&2 || broken+=" packages"
  summary "$broken" $results/*.trx
}

# by_length PROJECT…: those that take minutes first.
by_length() {
  local long project
  for long in Integration Actors Torture Simulation; do
    for project in "$@"; do [[ $project != tests/$long.Tests/* ]] || echo "$project"; done
  done
  for project in "$@"; do
    case $project in tests/Integration.* | tests/Actors.* | tests/Torture.* | tests/Simulation.*) ;; *) echo "$project" ;; esac
  done
}

# summary BROKEN TRX…: a project that ended badly without a failed test of its own counts as one failure.
summary() {
  local broken=$1; shift
  awk -v broken="$broken" '
    function attribute(line, name) {
      return match(line, " " name "=\"[^\"]*\"") ? text(substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)) : ""
    }
    function text(xml) {
      gsub(/<[^>]*>/, "", xml); gsub(/&#x[DA];/, " ", xml); gsub(/&lt;/, "<", xml); gsub(/&gt;/, ">", xml)
      gsub(/&quot;/, "\"", xml); gsub(/&apos;/, "\047", xml); gsub(/&amp;/, "\\&", xml); gsub(/^[ \t]+|[ \t\r]+$/, "", xml)
      return xml
    }
    /<UnitTestResult / {
      outcome = attribute($0, "outcome"); open = 0
      if (outcome == "Passed") passed++
      else if (outcome == "NotExecuted") { open = ++told; tests[told] = "skipped: " attribute($0, "testName"); skipped++ }
      else { open = ++told; tests[told] = "failed: " attribute($0, "testName"); failed++ }
    }
    open && /<Message>/ { telling = 1 }
    telling { why[open] = why[open] " " text($0) }
    /<\/Message>/ { telling = 0 }
    open && !where[open] && /^ *(<StackTrace>)? *at Akka\.Events/ { where[open] = " " text($0) }
    END {
      for (i = 1; i <= told; i++) if (tests[i] ~ /^skipped/) print tests[i] ":" why[i]
      for (i = 1; i <= told; i++) if (tests[i] ~ /^failed/) print tests[i] ":" substr(why[i], 1, 500) where[i]
      projects = split(broken, names, " ")
      for (i = 1; i <= projects; i++) print "failed: " names[i] " did not end well, see above"
      failed += projects
      if (passed + skipped + failed == 0) print "no test matches"
      printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
      exit failed > 0 || passed + skipped == 0
    }' "$@" /dev/null
}
