"""Opens a dataset with Minari, iterates and samples it, and holds it against its spaces.

    MINARI_DATASETS_PATH=FOLDER check_minari.py ID [--episodes N] [--gymnasium]
"""

import argparse

import minari
import numpy as np
from gymnasium import spaces


def check(condition, message):
    if not condition:
        raise SystemExit(f"check_minari: {message}")


def check_rows(name, rows, space):
    """Each row as a user takes it out, in the space; the bounds of a box count as well."""
    for row in rows:
        value = int(row) if isinstance(space, spaces.Discrete) else row
        check(space.contains(value), f"{name} holds {value}, which is not in {space}")


def check_infos(name, infos, rows):
    for key, value in infos.items():
        if isinstance(value, dict):
            check_infos(f"{name}/{key}", value, rows)
        else:
            check(len(value) == rows, f"{name}/{key} has {len(value)} rows, not {rows}")


def check_episode(episode, dataset):
    name = f"episode {episode.id}"
    steps = len(episode)
    check(len(episode.observations) == steps + 1, f"{name}: {len(episode.observations)} observations")
    check(len(episode.actions) == steps, f"{name}: {len(episode.actions)} actions")
    for ends in (episode.terminations, episode.truncations):
        check(ends.dtype == bool and ends.shape == (steps,), f"{name}: ends {ends.dtype}{ends.shape}")
    check((episode.terminations | episode.truncations)[-1], f"{name} does not end")
    check_rows(f"{name}: observations", episode.observations, dataset.observation_space)
    check_rows(f"{name}: actions", episode.actions, dataset.action_space)
    check_infos(name, episode.infos or {}, steps + 1)
    return steps


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("id")
    parser.add_argument("--episodes", type=int)
    parser.add_argument("--gymnasium", action="store_true",
                        help="the environment is one of Gymnasium's")
    options = parser.parse_args()

    # This is where Minari itself warns of what it calls a misconfigured dataset.
    check(options.id in minari.list_local_datasets(), "Minari does not list it")
    dataset = minari.load_dataset(options.id)
    check(dataset.spec.dataset_id == options.id, f"it is called {dataset.spec.dataset_id}")
    if options.episodes is not None:
        check(dataset.total_episodes == options.episodes, f"{dataset.total_episodes} episodes")
    steps = [check_episode(episode, dataset) for episode in dataset.iterate_episodes()]
    check(len(steps) == dataset.total_episodes, "it iterates over another number of episodes")
    check(sum(steps) == dataset.total_steps, f"{dataset.total_steps} steps, not {sum(steps)}")
    dataset.set_seed(0)
    sample = dataset.sample_episodes(min(3, len(steps)))
    check([len(episode) for episode in sample] == [steps[episode.id] for episode in sample],
          "sampled episodes have other lengths")
    ended = dataset.filter_episodes(lambda episode: bool(episode.terminations[-1]))
    check(ended.total_episodes == sum(
        bool(episode.terminations[-1]) for episode in dataset.iterate_episodes()),
        "filtered episodes are of another number")
    metadata = list(dataset.storage.get_episode_metadata(range(len(steps))))
    check([episode["total_steps"] for episode in metadata] == steps, "the metadata differ")
    check((dataset.env_spec is not None) == options.gymnasium, f"its spec is {dataset.env_spec}")
    if options.gymnasium:
        environment = dataset.recover_environment()
        check(environment.observation_space.shape == dataset.observation_space.shape,
              "Gymnasium's environment observes something else")
        check(environment.action_space == dataset.action_space, "its actions are others")
        environment.reset(seed=0)
        environment.step(np.asarray(environment.action_space.sample()).item()
                         if isinstance(environment.action_space, spaces.Discrete)
                         else environment.action_space.sample())
    print(f"{options.id}: {len(steps)} episodes, {sum(steps)} steps")


main()
