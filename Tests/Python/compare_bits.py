"""Compares two folders of runs, trajectories and logs that two programs made with the same settings: every
data set and attribute of their HDF5 files, and every other file, bit by bit.

    compare_bits.py OLD NEW

What may differ: digests, names of libraries, how long things took, when they happened, and settings that
one of the two does not know. Ends with status 1 where anything else does.
"""

import argparse
import json
import sys
from pathlib import Path

import h5py
import numpy as np

# Attributes that name versions or places, in the file and in the system.
ATTRIBUTES_OF_PLACES = {
    "DIMENSION_LIST", "REFERENCE_LIST", "checkpoint", "libraries", "program", "version"}
# Files that tell of time.
FILES_OF_TIME = {"timing.csv", "run.log"}


def same(old, new):
    """Whether two values have the same type, shape and bits."""
    old, new = np.asarray(old), np.asarray(new)
    if old.dtype != new.dtype or old.shape != new.shape:
        return False
    return old.tolist() == new.tolist() if old.dtype.hasobject else old.tobytes() == new.tobytes()


def settings(text):
    """Settings as JSON, or the text as it is."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def contains(new, old):
    """Whether all that the old settings say is said by the new ones, too."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and contains(new[key], value) for key, value in old.items())
    return old == new


def compare_attributes(old, new, place, differences):
    for name in sorted(set(old) | set(new)):
        if name in ATTRIBUTES_OF_PLACES:
            continue
        if name not in old or name not in new:
            differences.append(f"{place}@{name}: only in one")
        elif not same(old[name], new[name]) and not (
            isinstance(old[name], str) and contains(settings(new[name]), settings(old[name]))
        ):
            differences.append(f"{place}@{name}: {old[name]!r} and {new[name]!r}")


def compare_hdf5(old_path, new_path, name, differences):
    count = 0
    with h5py.File(old_path) as old, h5py.File(new_path) as new:
        places = {"/"}
        for file in (old, new):
            file.visit(places.add)
        for place in sorted(places):
            if place not in old or place not in new:
                differences.append(f"{name}:{place}: only in one")
                continue
            if any("libraries" in part for part in place.split("/")):
                continue
            compare_attributes(
                old[place].attrs, new[place].attrs, f"{name}:{place}", differences)
            if isinstance(old[place], h5py.Dataset):
                count += 1
                if not same(old[place][()], new[place][()]):
                    differences.append(f"{name}:{place}: other values")
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    arguments = parser.parse_args()
    differences, files, data_sets = [], 0, 0
    names = {
        path.relative_to(folder)
        for folder in (arguments.old, arguments.new)
        for path in folder.rglob("*")
        if path.is_file()
    }
    for name in sorted(names):
        if name.name in FILES_OF_TIME or name.name.startswith("events.out"):
            continue
        old, new = arguments.old / name, arguments.new / name
        if not old.exists() or not new.exists():
            differences.append(f"{name}: only in one")
            continue
        files += 1
        if name.suffix == ".h5":
            data_sets += compare_hdf5(old, new, name, differences)
        elif name.suffix == ".json":
            if not contains(settings(new.read_text()), settings(old.read_text())):
                differences.append(f"{name}: other settings")
        elif old.read_bytes() != new.read_bytes():
            differences.append(f"{name}: other bytes")
    for difference in differences:
        print(difference)
    print(f"{files} files and {data_sets} data sets compared, {len(differences)} differences")
    sys.exit(1 if differences or files == 0 else 0)


main()
