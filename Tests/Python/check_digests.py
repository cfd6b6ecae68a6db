"""Works out the digests of files again, by the very lines that the documentation gives for it, and does so
for copies in which a byte was changed.

    check_digests.py KIND FILE...

KIND is what the files hold: checkpoint, policy, trajectories or fixed-points.
"""

import argparse
import contextlib
import io
import re
import shutil
import tempfile
from pathlib import Path

import h5py

DOCS = Path(__file__).resolve().parents[2] / "docs"


def check(condition, message):
    if not condition:
        raise SystemExit(f"check_digests: {message}")


def lines_of(page, name):
    """The block of Python on a page that reads the file `name` and makes a digest."""
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    found = [block for block in blocks if "hashlib" in block and f'"{name}"' in block]
    check(len(found) == 1, f"{page} has {len(found)} such blocks")
    return found[0]


def says(lines, name, path):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(lines.replace(f'"{name}"', repr(str(path))), {})
    return output.getvalue().strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kind")
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    whole = lines_of("files.md", "checkpoint.h5")
    episode = lines_of("trajectories.md", "traj.h5")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.h5"
        for path in options.files:
            with open(path, "rb") as file:
                first = [file.readline().decode().strip() for _ in range(3)]
            check(first == ["agents file 1", f"kind {options.kind}", "state finished"],
                  f"{path} begins with {first}")
            with h5py.File(path) as file:
                check(file.userblock_size == 512, f"{path} has a block of {file.userblock_size}")
            check(says(whole, "checkpoint.h5", path) == "True", f"{path} has another digest")
            data = bytearray(path.read_bytes())
            data[-100] ^= 1
            copy.write_bytes(data)
            check(says(whole, "checkpoint.h5", copy) == "False", f"a change of {path} goes unnoticed")
            if options.kind != "trajectories":
                continue
            check(says(episode, "traj.h5", path) == "True", f"{path}: episode_0 has another digest")
            shutil.copy(path, copy)
            with h5py.File(copy, "r+") as file:
                file["episode_0/rewards"][0] += 1
            check(says(episode, "traj.h5", copy) == "False", f"a change of {path} goes unnoticed")
            check(says(whole, "checkpoint.h5", copy) == "False", f"a change of {path} goes unnoticed")
    print(f"{len(options.files)} files of the kind {options.kind} have the digests that they say")


main()
