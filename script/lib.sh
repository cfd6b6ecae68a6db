# shellcheck shell=bash
# What the launcher and the scripts share: the system's packages, the build, the messages.
# Whoever sources it does so by its absolute path and under `set -euo pipefail`.

root=${BASH_SOURCE[0]%/script/lib.sh}
scratch=$root/.build
products=$scratch/release

# Exit statuses as in sysexits.h.
readonly EX_UNAVAILABLE=69 EX_SOFTWARE=70 EX_CANTCREAT=73

say() { printf 'agents: %s\n' "$*" >&2; }

die() {
  local status=$1
  shift
  say "$@"
  exit "$status"
}

# prepare PRODUCT: afterwards $products/PRODUCT is what the sources say and can run. Silent, and
# done in a few milliseconds, when that is so already.
prepare() {
  is_current "$1" || locked bring_up_to_date "$1"
}

bring_up_to_date() {
  # Another launcher may have done the work while this one waited for the lock.
  is_current "$1" && return
  install_requirements
  build "$1"
}

# locked FUNCTION ARGUMENTS...: runs it while nobody else in this checkout installs or builds.
locked() {
  mkdir -p "$scratch" || die $EX_CANTCREAT "The build needs to write to $scratch."
  # A subshell, so that the program that runs afterwards does not inherit the lock.
  (
    flock -n 9 || { say "Waiting for another build to end…" && flock 9; }
    discard_moved_build
    "$@"
  ) 9>"$scratch/launcher.lock"
}

# What SwiftPM keeps holds absolute paths, and makes every build fail after the checkout has moved.
discard_moved_build() {
  local place=$scratch/place
  if [[ -e $place && $(<"$place") != "$root" ]]; then
    find "$scratch" -mindepth 1 -maxdepth 1 ! -name launcher.lock -exec rm -rf {} +
  fi
  echo "$root" >"$place"
}

# --- The system ---------------------------------------------------------------------------------

# Swift and what the build needs of the system, or an exit that says what to do about it.
install_requirements() {
  command -v swift >/dev/null || die $EX_UNAVAILABLE "Swift is not on the PATH. Install Swift 6.3" \
    "or later (https://www.swift.org/install/linux), then run this again."
  local packages
  mapfile -t packages < <(missing_packages)
  ((${#packages[@]} == 0)) || install_packages "${packages[@]}"
}

# The Debian packages that are needed and not there. Each is recognised by what it is needed for,
# so that libraries in a place of the user's own (PKG_CONFIG_PATH, CPATH) count as well.
missing_packages() {
  command -v pkg-config >/dev/null || echo pkg-config
  has_header mujoco/mujoco.h || echo libmujoco-dev
  has_module openblas || echo libopenblas-dev
  # zlib and OpenSSL, which it uses and so do we, come with it.
  has_module hdf5-serial zlib libcrypto || echo libhdf5-dev
  # What an unpacked Swift toolchain itself lacks on a minimal Debian, to link and to start.
  command -v ld.gold >/dev/null || echo binutils-gold
  compgen -G '/usr/lib/gcc/*/*/crtbeginS.o' >/dev/null || echo libgcc-12-dev
  swift build --version &>/dev/null || printf '%s\n' libcurl4 libncurses6 libsqlite3-0 libxml2
}

# install_tools ARGUMENTS...: the Debian packages of the programs that a call of agents with these
# arguments starts, and of what it loads while it runs. Most calls need none.
install_tools() {
  local packages
  mapfile -t packages < <(missing_tools "$@")
  ((${#packages[@]} == 0)) || locked install_packages "${packages[@]}"
}

missing_tools() {
  case ${1:-} in
    plot | analyze) command -v gnuplot >/dev/null || echo gnuplot-nox ;;
  esac
  local argument
  for argument; do
    case $argument in
      --video | --video=* | --video-interval | --video-interval=*)
        command -v ffmpeg >/dev/null || echo ffmpeg
        has_library libOSMesa.so || has_library libEGL.so || echo libosmesa6
        return
        ;;
    esac
  done
}

# has_library NAME: whether the system has a library to load, whatever version follows its name.
has_library() {
  local folder folders
  IFS=: read -ra folders <<<"${LD_LIBRARY_PATH:-}:/usr/local/lib:/usr/lib:/usr/lib64:$(
    printf '%s:' /usr/lib/*-linux-gnu
  )"
  for folder in "${folders[@]}"; do
    [[ -n $folder ]] && compgen -G "$folder/$1*" >/dev/null && return
  done
  return 1
}

has_module() { pkg-config --exists "$@" 2>/dev/null; }

has_header() {
  local folder folders
  IFS=: read -ra folders <<<"${CPATH:-}:/usr/local/include:/usr/include"
  for folder in "${folders[@]}"; do
    [[ -n $folder && -e $folder/$1 ]] && return
  done
  return 1
}

install_packages() {
  if ! command -v apt-get >/dev/null; then
    # Another system may keep its libraries elsewhere: whatever needs them will tell.
    say "This is not Debian. If what follows fails, install what Debian calls $* (MuJoCo in version" \
      "2.2.2, libraries with their headers)."
    return
  fi

  local by_hand="apt-get update && apt-get install $*" as_root=() log=$scratch/packages.log
  if (($(id -u) != 0)); then
    can_sudo || die $EX_UNAVAILABLE "Debian packages are missing and only an administrator can" \
      "install them, with: $by_hand"
    as_root=(sudo)
  fi
  say "Installing $*…"
  # The lists of packages may be absent, or older than what the mirror still has.
  if ! { apt_get install "$@" || { apt_get update && apt_get install "$@"; }; } >"$log" 2>&1; then
    cat "$log" >&2
    die $EX_UNAVAILABLE "The packages could not be installed. To try by hand: $by_hand"
  fi
}

apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

# Without a terminal nobody can be asked for a password.
can_sudo() {
  command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }
}

# prepare_python FOLDER REQUIREMENTS: a virtual environment with the packages that a file names, which
# is made once and again when the file has changed.
prepare_python() {
  local folder=$1 requirements=$2 log=$scratch/python.log
  cmp -s "$requirements" "$folder/requirements.txt" && return
  python3 -c 'import ensurepip' 2>/dev/null || install_packages python3 python3-venv
  say "Making a virtual environment of Python in $folder…"
  rm -rf "$folder"
  logged "$log" python3 -m venv "$folder"
  logged "$log" "$folder/bin/pip" install --requirement "$requirements"
  cp "$requirements" "$folder/requirements.txt"
}

# --- The build ----------------------------------------------------------------------------------

# A product is current when the sources and the compiler are those that it was built from, and the
# libraries that it loads are there.
is_current() {
  local stamp=$scratch/$1.stamp compiler
  [[ -x $products/$1 && -e $stamp ]] || return
  read -r compiler <"$stamp"
  [[ $(fingerprint "$compiler") == "$(<"$stamp")" ]] || return
  # This is what `ldd` does, in half the time.
  [[ $(LD_TRACE_LOADED_OBJECTS=1 "$products/$1" 2>&1) != *"not found"* ]]
}

# Names, sizes and times: unlike `find -newer` they show a deleted file, a restored older one, and
# an edit made during the build.
fingerprint() {
  echo "$1"
  cd "$root" && find -L Sources Package.swift "$1" -type f -printf '%p %s %T@\n' 2>&1
}

build() {
  local product=$1 log=$scratch/$1.log sources
  sources=$(fingerprint "$(command -v swift)")
  say "Building $product (a few minutes the first time)…"
  logged "$log" swift build --package-path "$root" --scratch-path "$scratch" \
    -c release --product "$product"
  echo "$sources" >"$scratch/$product.stamp"
}

# logged FILE COMMAND...: runs a step of a build, whose output is worth reading only if it fails.
logged() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 </dev/null && return
  cat "$log" >&2
  die $EX_SOFTWARE "The build failed; what it printed is above and in $log."
}
