#!/usr/bin/env bash
# Tests the launcher on a package of its own, where `swift` and `apt-get` only pretend to work and
# nothing else of the system is in reach but the few programs that the launcher may need.
set -euo pipefail
self=$(readlink -f "${BASH_SOURCE[0]}")
repository=${self%/Tests/launcher/run.sh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

package="$work/a folder/package"
tools=$work/tools
calls=$work/calls
mkdir -p "$package"/{Sources,script} "$tools" "$work/include/mujoco" "$work/lib"
cp "$repository/agents" "$package"
cp "$repository/script/lib.sh" "$package/script"
touch "$package"/{Package.swift,Sources/{One,Two}.swift} "$work/include/mujoco/mujoco.h" \
  "$work/lib/libOSMesa.so.8"
for name in bash cat cp env find flock mkdir readlink rm sleep; do
  ln -s "$(command -v "$name")" "$tools"
done

# tool NAME <<SCRIPT: puts a program on the launcher's PATH.
tool() {
  { echo '#!/usr/bin/env bash' && cat; } >"$tools/$1"
  chmod +x "$tools/$1"
}

# A program that tells how it was called, and a compiler that "builds" it, with a warning on stdout.
tool program <<'PROGRAM'
echo "$PWD: $# arguments: $*"
exit 7
PROGRAM
tool swift <<SWIFT
[[ \$2 == --version ]] && exit
echo build >>"$calls"
echo "a warning"
sleep 0.1
[[ ! -e "$work/broken" ]] || exit 1
mkdir -p "\$5/release"
cp "$tools/program" "\$5/release/agents"
SWIFT
tool ld.gold <<<'exit'
tool id <<<'echo 0'
# Knows every library that a test does not take away.
tool pkg-config <<PKGCONFIG
[[ ! -e "$work/missing" ]]
PKGCONFIG

# --- Running and checking -----------------------------------------------------------------------

# launch ARGUMENTS...: runs the launcher; what happened is in $status, $output, $messages, $called.
launch() {
  : >"$calls"
  status=0
  PATH=$tools CPATH=$work/include LD_LIBRARY_PATH=$work/lib "${launcher:-$package/agents}" "$@" \
    >"$work/output" 2>"$work/messages" || status=$?
  output=$(<"$work/output") messages=$(<"$work/messages") called=$(<"$calls")
}

passed=0 failed=0
# check SENTENCE ACTUAL EXPECTED: the expected value is a pattern.
check() {
  # shellcheck disable=SC2053
  if [[ $2 == $3 ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$1" "$3" "$2"
  fi
}

# --- What is tested -----------------------------------------------------------------------------

cd "$work"
launch train --name "two words"
check "the first run builds" "$called" build
check "it says so in one line" "$messages" "agents: Building agents*"
check "the program gets its arguments, in the user's folder, and stdout to itself" \
  "$output" "$work: 3 arguments: train --name two words"
check "the program's exit status is the launcher's" "$status" 7

launch
check "nothing is built when nothing changed" "$called" ""
check "nothing is said when nothing changed" "$messages" ""

ln -s "$package/agents" "$work/link"
launcher=$work/link launch
check "the launcher finds its package through a link" "$status$called$messages" 7

echo "// more" >>"$package/Sources/One.swift"
launch
check "a changed source is built" "$called" build

rm "$package/Sources/One.swift"
launch
check "a deleted source is noticed" "$called" build

touch -d 2001-01-01 "$package/Sources/Two.swift"
launch
check "a restored older source is noticed" "$called" build

touch "$tools/swift"
launch
check "another compiler is noticed" "$called" build

touch "$work/broken" "$package/Package.swift"
launch
check "a failed build ends the launcher" "$status$output" 70
check "a failed build is shown" "$messages" "*a warning*The build failed*"
rm "$work/broken"
launch
check "a failed build is tried again" "$called $status" "build 7"

touch "$package/Package.swift"
: >"$calls"
for _ in 1 2 3; do
  PATH=$tools CPATH=$work/include "$package/agents" &>/dev/null &
done
wait
check "launchers started at once build once" "$(<"$calls")" build

touch "$package/.build/leftover"
mv "$package" "$work/moved"
package=$work/moved
launch
check "a moved checkout runs as it is" "$called $status" " 7"
touch "$package/Package.swift"
launch
check "a moved checkout is built anew" "$called $(find "$package" -name leftover)" "build "

# A package is missing from here on.
touch "$work/missing" "$package/Package.swift"
launch
check "without apt-get the build is tried" "$called $status" "build 7"
check "without apt-get the libraries are named" "$messages" "*not Debian*libopenblas-dev libhdf5-dev*"

# Installs only after it has fetched its lists.
tool apt-get <<APT
echo "\${*: -3}" >>"$calls"
if [[ \$* == *update* ]]; then echo >"$work/lists"; exit; fi
[[ -e "$work/lists" ]] || exit 100
rm -f "$work/missing"
APT
tool id <<<'echo 1000'
touch "$package/Package.swift"
launch
check "a user who may not install is told what to ask for" "$status$called $messages" \
  "69 *administrator*apt-get update && apt-get install libopenblas-dev libhdf5-dev"

tool id <<<'echo 0'
launch
check "what is missing is installed, with new lists where the old ones fail" "$called" \
  "install libopenblas-dev libhdf5-dev"$'\n'"*update"$'\n'"install libopenblas-dev libhdf5-dev"$'\n'build
check "installing says so in one line" "$messages" "agents: Installing *"$'\n'"agents: Building *"
check "the program runs after an installation" "$status" 7

launch train
check "training needs no tools" "$called" ""
for arguments in "evaluate --video a.mp4" "evaluate --video=a.mp4" "train --video-interval 5"; do
  # shellcheck disable=SC2086 # the arguments are words
  launch $arguments
  check "agents $arguments installs what makes videos" "$called $status" "*install ffmpeg 7"
done
launch plot hidden
check "plots install what draws them" "$called $status" "*install gnuplot-nox 7"
tool ffmpeg <<<'exit'
tool gnuplot <<<'exit'
launch evaluate --video a.mp4
launch plot hidden
check "nothing is installed twice" "$called$messages" ""

rm "$tools/swift"
launch
check "without Swift the launcher says what to install" "$status $messages" "69 *Install Swift*"

echo "The launcher: $passed checks passed, $failed failed."
((failed == 0))
