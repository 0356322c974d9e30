# shellcheck shell=bash disable=SC2154,SC2094
# Shared by run and check: installs packages and builds. Sourced by bash with `root` set to the checkout.

# The packages of the named sections of .ci/packages.
packagesOf() {
  local section line
  for section in "$@"; do
    local inside=no
    while read -r line; do
      case $line in
        '' | '#'*) ;;
        "[$section]") inside=yes ;;
        '['*) inside=no ;;
        *) if [[ $inside == yes ]]; then echo "$line"; fi ;;
      esac
    done <"$root/.ci/packages"
  done
}

# Those of the given packages that are not installed.
missingOf() {
  local package
  for package in "$@"; do
    if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then echo "$package"; fi
  done
}

# Installs what is missing of the named sections, and says so. Needs no question answered.
installPackages() {
  local wanted missing
  mapfile -t wanted < <(packagesOf "$@")
  mapfile -t missing < <(missingOf "${wanted[@]}")
  if ((${#missing[@]} == 0)); then return; fi
  if ! command -v apt-get >/dev/null; then
    echo "These packages are needed, and there is no apt-get here to install them: ${missing[*]}" >&2
    return 1
  fi
  local asRoot=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "These packages are needed; install them as root: apt-get install ${missing[*]}" >&2
      return 1
    fi
    asRoot=(sudo)
  fi
  {
    # One after the other where two are started at once; the second finds nothing left to do.
    flock 9
    mapfile -t missing < <(missingOf "${missing[@]}")
    if ((${#missing[@]} > 0)); then
      echo "Installing with apt: ${missing[*]}"
      "${asRoot[@]}" apt-get -q update 9<&-
      "${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qy -o DPkg::Lock::Timeout=600 \
        install --no-install-recommends "${missing[@]}" 9<&-
    fi
  } 9<"$root/.ci"
}

# build FOLDER TARGET… -- CMAKE-OPTION…: configures and builds what is out of date. Two at once take turns.
build() {
  local folder=$1 targets=()
  shift
  while [[ $1 != -- ]]; do
    targets+=("$1")
    shift
  done
  shift
  mkdir -p "$folder"
  {
    flock 9
    local fresh=()
    # A folder that came along when the checkout was copied or moved belongs to another place.
    if [[ -f $folder/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
      fresh=(--fresh)
    fi
    cmake "${fresh[@]}" -S "$root" -B "$folder" -G Ninja --log-level=WARNING "$@" 9<&- >/dev/null
    cmake --build "$folder" --target "${targets[@]}" 9<&-
  } 9<"$folder"
}
