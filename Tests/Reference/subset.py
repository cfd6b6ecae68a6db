#!/usr/bin/env python3
"""Makes the small copies that are named here from a whole folder of reference data.

    Tests/Reference/subset.py /path/to/reference

Needs h5py. Attributes are kept as they are; so are the cases or episodes that are named here, or all
of them.
"""
import pathlib
import sys

import h5py


def task(*episodes):
    """What is kept of an environment's file: some episodes, and a little of all else."""
    model = ["actuator_ctrlrange", "dof_invweight0", "dt", "frame_skip"]
    model += ["init_qpos", "init_qvel"]
    reset_samples = ["qpos", "qvel"]
    return dict.fromkeys([*episodes, *model, *reset_samples])


# Cases by file, and of a case's losses the variants, None standing for all. Of POPGym, episodes that end
# in each way there is.
KEPT = {
    "policy/mlp.h5": {
        "obs3_h16_box1": None,
        "obs3_h16_bernoulli2": None,
        "obs17_h16_discrete5": ["a2c", "ppo_clipped_value"],
    },
    "policy/gru.h5": {
        "obs17_h16_bernoulli3": None,
        "obs3_h16_discrete2": ["a2c", "ppo_clipped_value", "ppo_plain_value", "ppo_unnormalized"],
    },
    "policy/flex_base.h5": {
        "obs3_h16_box1_layers2_sharedall_gru": None,
        "obs3_h16_box1_layers3_shared1": None,
        "obs3_h16_discrete2_layers1_sharedall": None,
        "obs3_h16_discrete5_layers1_shared0": None,
        "obs17_h16_discrete5_layers3_shared0_gru": None,
    },
    "policy/bptt.h5": {
        "obs3_h16_box1": ["a2c_full", "a2c_k1", "a2c_k4", "ppo_clipped_value_k4"],
        "obs17_h16_discrete5": ["ppo_clipped_value_full", "ppo_clipped_value_k4"],
    },
    "optim/optimizers.h5": None,
    "returns/returns.h5": None,
    "returns/running_mean_std.h5": None,
    "returns/vec_normalize.h5": None,
    "environments/ant_v4.h5": task("near_end_2", "wild_state_0"),
    "environments/ant_v4_contact_forces.h5": task("near_end_1"),
    "environments/humanoid_v4.h5": task("near_end_2"),
    "environments/humanoid_standup_v4.h5": task("time_limit_0"),
    "environments/inverted_double_pendulum_v4.h5": task("near_end_0", "random_1", "time_limit_0"),
    "environments/pusher_v4.h5": task("time_limit_1", "wild_state_0"),
    "environments/reacher_v4.h5": task("time_limit_1", "wild_state_0"),
    "environments/swimmer_v4.h5": task("time_limit_1", "wild_state_0"),
    "environments/walker2d_v4.h5": task("near_end_1", "time_limit_0", "wild_state_0"),
    "popgym/autoencode.h5": {"easy_0": None},
    "popgym/battleship.h5": {"easy_1": None, "hard_0": None},
    "popgym/concentration.h5": {"easy_0": None},
    "popgym/count_recall.h5": {"easy_0": None, "medium_1": None},
    "popgym/higher_lower.h5": {"easy_1": None},
    "popgym/labyrinth_escape.h5": {"easy_1": None, "medium_0": None},
    "popgym/labyrinth_explore.h5": {"easy_0": None, "hard_1": None},
    "popgym/mine_sweeper.h5": {"easy_0": None, "medium_1": None},
    "popgym/multiarmed_bandit.h5": {"easy_1": None, "hard_0": None},
    "popgym/noisy_position_only_cartpole.h5": {"easy_0": None, "medium_1": None},
    "popgym/noisy_position_only_pendulum.h5": {"easy_1": None, "hard_1": None},
    "popgym/position_only_cartpole.h5": {"easy_0": None, "medium_1": None},
    "popgym/position_only_pendulum.h5": {"hard_1": None, "medium_1": None},
    "popgym/repeat_first.h5": {"easy_0": None},
    "popgym/repeat_previous.h5": {"easy_0": None, "medium_1": None},
    "popgym/velocity_only_cartpole.h5": {"easy_0": None, "hard_1": None},
}


def is_kept(path, cases):
    """Whether what is at a path such as cases/<case>/losses/<variant> goes into the copy."""
    parts = path.split("/")
    if cases is None or len(parts) < 2:
        return True
    if parts[1] not in cases:
        return False
    variants = cases[parts[1]]
    return variants is None or parts[2:3] != ["losses"] or len(parts) < 4 or parts[3] in variants


def copy_attributes(source, target):
    for name in source.attrs:
        attribute = source.attrs.get_id(name)
        target.attrs.create(name, source.attrs[name], attribute.shape, attribute.dtype)


def copy(source, target, cases):
    copy_attributes(source, target)
    for name, child in source.items():
        if not is_kept(child.name.strip("/"), cases):
            continue
        if isinstance(child, h5py.Dataset):
            source.copy(child, target, name)
        else:
            copy(child, target.create_group(name), cases)


def main():
    source_folder = pathlib.Path(sys.argv[1])
    target_folder = pathlib.Path(__file__).resolve().parent
    for path, cases in KEPT.items():
        (target_folder / path).parent.mkdir(exist_ok=True)
        with h5py.File(source_folder / path) as source:
            with h5py.File(target_folder / path, "w") as target:
                copy(source, target, cases)
        print(path, (target_folder / path).stat().st_size // 1024, "KiB")


main()
