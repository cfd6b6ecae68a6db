"""The tasks of agents-benchmark as Stable-Baselines3 and sb3-contrib train them."""

import time
import warnings
from dataclasses import dataclass

warnings.filterwarnings("ignore")


@dataclass(frozen=True)
class Task:
    """What is trained; the sizes are those of agents-benchmark's task of the same name."""

    algorithm: str
    environment: str
    environments: int = 8
    steps: int = 256
    epochs: int = 10
    minibatches: int = 32
    hidden: int = 64
    hides_velocities: bool = False


SHORT = {"steps": 128, "epochs": 4, "minibatches": 4}
MEMORY = {"algorithm": "RecurrentPPO", "environment": "CartPole-v1", "hides_velocities": True}
TASKS = {
    "T1": Task("PPO", "HalfCheetah-v4"),
    "T2": Task("RecurrentPPO", "HalfCheetah-v4", minibatches=4),
    "T3": Task("PPO", "CartPole-v1", **SHORT),
    "T4": Task(**MEMORY, **SHORT),
    "T4-64": Task(**MEMORY, environments=64, **SHORT),
    "T4-h128": Task(**MEMORY, hidden=128, **SHORT),
    "T4-h256": Task(**MEMORY, hidden=256, **SHORT),
    "T5-A2C": Task("A2C", "CartPole-v1", environments=16, steps=5),
    "T6-Humanoid": Task("PPO", "Humanoid-v4"),
    "T6-Pendulum": Task("PPO", "Pendulum-v1"),
}


@dataclass(frozen=True)
class Setting:
    """What a user would try to make it faster; the best one counts."""

    threads: int
    processes: bool

    def __str__(self):
        return f"{self.threads} thread{'s'[: self.threads > 1]}, environments in " + (
            "processes" if self.processes else "the program"
        )


def make_environment(task):
    import gymnasium
    import numpy

    environment = gymnasium.make(task.environment)
    if not task.hides_velocities:
        return environment
    # The positions of cart and pole; the numbers between them are velocities.
    kept = [0, 2]
    space = environment.observation_space
    return gymnasium.wrappers.TransformObservation(
        environment,
        lambda observation: observation[kept],
        gymnasium.spaces.Box(space.low[kept], space.high[kept], dtype=numpy.float32),
    )


def make_model(task, setting):
    import sb3_contrib
    import stable_baselines3
    from stable_baselines3.common.vec_env import DummyVecEnv, SubprocVecEnv

    kind = SubprocVecEnv if setting.processes else DummyVecEnv
    environments = kind([lambda: make_environment(task)] * task.environments)
    sizes = {"pi": [task.hidden] * 2, "vf": [task.hidden] * 2}
    policy = {"net_arch": sizes}
    options = {"n_steps": task.steps, "device": "cpu", "verbose": 0}
    if task.algorithm == "A2C":
        return stable_baselines3.A2C("MlpPolicy", environments, policy_kwargs=policy, **options)
    options |= {
        "n_epochs": task.epochs,
        "batch_size": task.environments * task.steps // task.minibatches,
    }
    if task.algorithm == "PPO":
        return stable_baselines3.PPO("MlpPolicy", environments, policy_kwargs=policy, **options)
    policy |= {"lstm_hidden_size": task.hidden, "shared_lstm": True, "enable_critic_lstm": False}
    return sb3_contrib.RecurrentPPO(
        "MlpLstmPolicy", environments, policy_kwargs=policy, **options
    )


def measure(task, setting, seconds):
    """Environment steps a second, rollouts and updates together, in whole updates of at least so
    many seconds after one update to warm up."""
    import torch
    from stable_baselines3.common.callbacks import BaseCallback

    torch.set_num_threads(setting.threads)

    class Clock(BaseCallback):
        def __init__(self):
            super().__init__()
            self.marks = []

        def _on_rollout_start(self):
            self.marks.append((time.perf_counter(), self.num_timesteps))

        def _on_step(self):
            # Only a whole update later is the time up.
            return len(self.marks) < 3 or self.marks[-1][0] - self.marks[1][0] < seconds

    clock = Clock()
    model = make_model(task, setting)
    model.learn(1 << 50, callback=clock)
    model.get_env().close()
    (began, first), (ended, last) = clock.marks[1], clock.marks[-1]
    return (last - first) / (ended - began)
