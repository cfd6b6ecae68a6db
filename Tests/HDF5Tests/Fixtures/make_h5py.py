"""Makes the files in this folder, as another program writes HDF5: python3 make_h5py.py"""

import h5py
import numpy as np


def fill(file):
    file.attrs["text"] = "Grüße"
    file.attrs["fixed"] = np.bytes_("plain text")
    file.attrs["texts"] = ["left", "", "right"]
    file.attrs["fixed_texts"] = np.array([b"one", b"three"])
    file.attrs["integer"] = 7
    file.attrs["real"] = 0.1
    file.attrs["integers"] = np.arange(3)
    file.attrs["reals"] = np.array([0.5, -1.5], dtype=np.float32)
    file["float32"] = np.arange(6, dtype=np.float32).reshape(2, 3) / 8
    file["float64"] = np.array([0.1, 1e300, np.inf, np.nan])
    file["float16"] = np.array([0.5, 2], dtype=np.float16)
    file["int64"] = np.array([-(2**63), 2**63 - 1])
    file["int32"] = np.array([-(2**31), 2**31 - 1], dtype=np.int32)
    file["uint64"] = np.array([0, 2**64 - 1], dtype=np.uint64)
    file["uint8"] = np.array([[0, 255]], dtype=np.uint8)
    file["big_endian"] = np.array([1.5, -2], dtype=">f4")
    file["scalar"] = 0.25
    file["empty"] = np.zeros((0, 3), dtype=np.float32)
    file["null"] = h5py.Empty("f")
    file["flags"] = np.array([True, False])
    file["words"] = ["a", "b"]
    file["compound"] = np.zeros(2, dtype=[("x", "f4"), ("n", "i8")])
    file["reference"] = np.array([file["int64"].ref], dtype=h5py.ref_dtype)
    file["groups/b/values"] = np.arange(2.0)
    file["groups/a/values"] = np.arange(3.0)
    file["groups"].attrs["depth"] = 1
    file["dangling"] = h5py.SoftLink("/nowhere")
    # 2^60 values that were never written and take no room.
    file.create_dataset("absurd", (2**30, 2**30), dtype="f8", chunks=(64, 64))
    file.create_dataset(
        "compressed", data=np.tile(np.arange(4, dtype=np.float32), (64, 1)),
        chunks=(16, 4), compression="gzip", shuffle=True)


# The oldest format, which h5py writes unless told otherwise, and the newest that libhdf5 1.10 reads.
for version in ["earliest", "v110"]:
    with h5py.File(f"h5py_{version}.h5", "w", libver=(version, "v110")) as file:
        fill(file)

# A file in a format that came later.
with h5py.File("h5py_newer.h5", "w", libver="latest") as file:
    file.create_dataset("x", data=np.arange(4.0), chunks=(2,), compression="gzip")
