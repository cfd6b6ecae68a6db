"""Reads a run with TensorBoard's own reader, and holds it against the run's other files.

    check_tensorboard.py RUN [--images N]
"""

import argparse
import csv
import json
import math
from pathlib import Path

import h5py
import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2


def check(condition, message):
    if not condition:
        raise SystemExit(f"check_tensorboard: {message}")


def check_scalars(events, path, group_of):
    """Each field of a CSV file that is not empty, at its step, in single precision."""
    with open(path) as file:
        rows = list(csv.DictReader(file))
    check(rows, f"{path} has no rows")
    tags = set()
    for name in list(rows[0])[2:]:
        expected = [(int(row["steps"]), float(row[name])) for row in rows if row[name]]
        if not expected:
            continue
        tags.add(tag := f"{group_of(name)}/{name}")
        check(tag in events.Tags()["scalars"], f"there is no scalar {tag}")
        found = [(event.step, event.value) for event in events.Scalars(tag)]
        check([step for step, _ in found] == [step for step, _ in expected],
              f"{tag} has the steps {[step for step, _ in found]}")
        for (step, value), (_, number) in zip(found, expected):
            number = float(np.float32(number))
            check(value == number or math.isnan(value) and math.isnan(number),
                  f"{tag} is {value} at step {step}, and not {number}")
    return tags


def check_histograms(events, checkpoint):
    """Those of the last step, against the parameters of the last checkpoint."""
    parameters = {}
    with h5py.File(checkpoint) as file:
        step = file.attrs["step_count"]
        file["parameters"].visititems(
            lambda name, item: parameters.update({name: item[()]})
            if isinstance(item, h5py.Dataset) else None)
    activity = 0
    for tag in events.Tags()["histograms"]:
        group, name = tag.split("/", 1)
        event = events.Histograms(tag)[-1]
        check(event.step == step, f"{tag} ends at step {event.step}")
        histogram = event.histogram_value
        check(sum(histogram.bucket) == histogram.num, f"{tag}: the buckets hold another number")
        check(histogram.bucket_limit[-1] == histogram.max, f"{tag}: it ends before its greatest")
        if group == "activity":
            activity += 1
            continue
        values = parameters.pop(name)
        check(histogram.num == values.size, f"{tag} counts {histogram.num}")
        check(histogram.min == values.min() and histogram.max == values.max(), f"{tag}: the ends")
        total = values.astype(np.float64).sum()
        check(math.isclose(histogram.sum, total, rel_tol=1e-9, abs_tol=1e-9), f"{tag}: the sum")
    check(not parameters, f"there are no histograms of {list(parameters)}")
    check(activity > 0, "there is no hidden activity")


def flattened(settings, path=""):
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{path}{name}.")
        elif value is not None and not isinstance(value, list):
            yield path + name, value


def check_settings(events, path):
    tag = "_hparams_/session_start_info"
    data = plugin_data_pb2.HParamsPluginData.FromString(events.PluginTagToContent("hparams")[tag])
    found = {name: getattr(value, value.WhichOneof("kind"))
             for name, value in data.session_start_info.hparams.items()}
    expected = dict(flattened(json.loads(path.read_text())["configuration"]))
    check(found == expected, f"the settings are {found}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("--images", type=int, default=0)
    options = parser.parse_args()

    events = EventAccumulator(str(options.run), size_guidance={
        "scalars": 0, "histograms": 0, "images": 0})
    events.Reload()
    episodes = ("episodes", "return_", "length_", "cohort_", "reward_")
    tags = check_scalars(events, options.run / "progress.csv",
                         lambda name: "episodes" if name.startswith(episodes) else "update")
    tags |= check_scalars(events, options.run / "timing.csv", lambda _: "timing")
    check(set(events.Tags()["scalars"]) == tags, "there are other scalars")
    check_histograms(events, max((options.run / "checkpoints").glob("*.h5")))
    check_settings(events, options.run / "config.json")
    images = [image for tag in events.Tags()["images"] for image in events.Images(tag)]
    check(len(images) == options.images, f"there are {len(images)} images")
    print(f"{options.run}: TensorBoard reads {len(tags)} scalars of "
          f"{len(events.Scalars('update/policy_loss'))} updates, as they are in the CSV files")


if __name__ == "__main__":
    main()
