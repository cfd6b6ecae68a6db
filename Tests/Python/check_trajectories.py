"""Checks a trajectory file against the checkpoint that it was made with.

Names, shapes, types and attributes are those of docs/trajectories.md; the hidden states, activations,
values, distributions and log-probabilities are those that the checkpoint's weights give for the stored
observations, computed here in double precision; returns and lengths are those of the stored rewards.

xarray opens an episode with the names of its dimensions and coordinates.

    check_trajectories.py DUMP CHECKPOINT [--episodes N] [--record activations,state]
"""

import argparse
import hashlib
import json

import h5py
import numpy as np
import xarray

TOLERANCE = 1e-5  # relative to 1 + |expected|: single precision over the length of an episode

FLAG = np.dtype(bool)
FLOAT = np.dtype("<f4")
DOUBLE = np.dtype("<f8")
INTEGER = np.dtype("<i8")


def check(condition, message):
    if not condition:
        raise SystemExit(f"check_trajectories: {message}")


def check_close(name, found, expected):
    check(found.shape == expected.shape, f"{name} has the shape {found.shape}, not {expected.shape}")
    check(np.isfinite(found).all(), f"{name} is not finite")
    error = np.max(np.abs(found - expected) / (1 + np.abs(expected)), initial=0)
    check(error <= TOLERANCE, f"{name} differs by {error:.2e} from what the weights give")
    WORST[name.split("/", 1)[1]] = max(WORST.get(name.split("/", 1)[1], 0), error)


WORST = {}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Network:
    """The policy of a checkpoint, in double precision."""

    def __init__(self, path):
        with h5py.File(path) as file:
            self.training = file.attrs["configuration"]
            self.configuration = json.loads(file["policy"].attrs["configuration"])
            ((self.kind, size),) = json.loads(file["policy"].attrs["head"]).items()
            self.size = size["_0"]
            self.parameters = {}
            file["parameters"].visititems(
                lambda name, item: self.parameters.__setitem__(name, item[:].astype(float))
                if isinstance(item, h5py.Dataset) else None)
            self.normalizes = json.loads(self.training)["normalization"]["observations"]
            if self.normalizes:
                statistics = file["normalization/observations"]
                self.mean, self.variance = statistics["mean"][:], statistics["variance"][:]
                self.clip = json.loads(self.training)["normalization"]["observationClip"]
        self.observation_size = next(
            self.parameters[name].shape[0]
            for name in ("gru/input_weight", "shared_0/weight", "actor_0/weight", "action/weight")
            if name in self.parameters)
        self.hidden_size = self.configuration["hiddenSize"]
        self.is_recurrent = self.configuration["isRecurrent"]

    def normalized(self, raw):
        return np.clip((raw - self.mean) / np.sqrt(self.variance + 1e-8), -self.clip, self.clip)

    def gru(self, x, h):
        """PyTorch's convention: gates in the order reset, update, candidate."""
        p = self.parameters
        from_input = np.split(x @ p["gru/input_weight"] + p["gru/input_bias"], 3)
        from_state = np.split(h @ p["gru/recurrent_weight"] + p["gru/recurrent_bias"], 3)
        reset = sigmoid(from_input[0] + from_state[0])
        update = sigmoid(from_input[1] + from_state[1])
        candidate = np.tanh(from_input[2] + reset * from_state[2])
        return reset, update, candidate, (1 - update) * candidate + update * h

    def layers(self, name, x, outputs):
        activation = {
            "tanh": np.tanh, "relu": lambda x: np.maximum(x, 0), "identity": lambda x: x
        }[self.configuration["activation"]]
        index = 0
        while f"{name}_{index}/weight" in self.parameters:
            x = activation(x @ self.parameters[f"{name}_{index}/weight"]
                           + self.parameters[f"{name}_{index}/bias"])
            outputs[f"{name}_{index}"] = x
            index += 1
        return x

    def head(self, name, x):
        return x @ self.parameters[f"{name}/weight"] + self.parameters[f"{name}/bias"]

    def replay(self, observations):
        """Everything that follows from the observations of an episode."""
        outputs = {}
        features = observations
        if self.is_recurrent:
            states, gates = [np.zeros(self.hidden_size)], []
            for observation in observations:
                *gate, state = self.gru(observation, states[-1])
                states.append(state)
                gates.append(gate)
            features = np.array(states[1:])
            outputs["hidden_states"] = np.array(states[:-1])
            outputs.update(zip(("reset", "update", "candidate"), np.array(gates).swapaxes(0, 1)))
        trunk = self.layers("shared", features, outputs)
        outputs["action"] = self.head("action", self.layers("actor", trunk, outputs))
        outputs["values"] = self.head("value", self.layers("critic", trunk, outputs))[:, 0]
        return outputs

    def distribution(self, parameters, actions):
        """The datasets of the distribution, and the log-probabilities of the actions."""
        if self.kind == "diagonalGaussian":
            log_deviation = self.parameters["action/log_standard_deviation"]
            deviation = np.broadcast_to(np.exp(log_deviation), parameters.shape)
            distance = (actions - parameters) / deviation
            terms = -distance**2 / 2 - log_deviation - np.log(2 * np.pi) / 2
            return {"mean": parameters, "standard_deviation": deviation}, terms.sum(1)
        if self.kind == "bernoulli":
            terms = actions * parameters - np.logaddexp(0, parameters)
            return {"logits": parameters}, terms.sum(1)
        choices = np.split(parameters, np.cumsum(self.size)[:-1], axis=1)
        logits = [x - np.logaddexp.reduce(x, axis=1, keepdims=True) for x in choices]
        steps = np.arange(len(parameters))
        actions = actions.reshape(len(parameters), -1)
        chosen = sum(x[steps, actions[:, k]] for k, x in enumerate(logits))
        return {"logits": np.concatenate(logits, axis=1)}, chosen

    @property
    def layer_names(self):
        names = ["reset", "update", "candidate"] if self.is_recurrent else []
        for part in ("shared", "actor", "critic"):
            names += sorted({name.split("/")[0] for name in self.parameters
                             if name.startswith(part + "_")})
        return names


def expected_datasets(network, actions, steps, records):
    """Name: (shape, type, dimension labels) of every dataset but those under infos."""
    sizes = {"diagonalGaussian": lambda s: s, "bernoulli": lambda s: s, "categorical": sum}
    parameters = sizes[network.kind](network.size)
    observation = (steps + 1, network.observation_size)
    unit = (steps, network.hidden_size)
    datasets = {
        "observations": (observation, FLOAT, ("state", "component")),
        "values": ((steps + 1,), FLOAT, ("state",)),
        "rewards": ((steps,), FLOAT, ("step",)),
        "terminations": ((steps,), FLAG, ("step",)),
        "truncations": ((steps,), FLAG, ("step",)),
        "log_probabilities": ((steps,), FLOAT, ("step",)),
    }
    if network.normalizes:
        datasets["raw_observations"] = datasets["observations"]
    if network.is_recurrent:
        datasets["hidden_states"] = (
            (steps + 1, network.hidden_size), FLOAT, ("state", "unit"))
    if actions["type"] == "Discrete":
        datasets["actions"] = ((steps,), INTEGER, ("step",))
    else:
        size = actions["shape"][0] if "shape" in actions else (
            actions["n"] if "n" in actions else len(actions["nvec"]))
        kind = FLOAT if actions["type"] == "Box" else INTEGER
        datasets["actions"] = ((steps, size), kind, ("step", "action"))
    if network.kind == "diagonalGaussian":
        for name in ("mean", "standard_deviation"):
            datasets[name] = ((steps, parameters), FLOAT, ("step", "action"))
    else:
        datasets["logits"] = ((steps, parameters), FLOAT, ("step", "choice"))
    if "activations" in records:
        for name in network.layer_names:
            datasets[f"activations/{name}"] = (unit, FLOAT, ("step", "unit"))
    return datasets


def check_infos(name, found, steps, records):
    infos = {path for path in found if path.startswith("infos/")}
    has_state = any(path.startswith("infos/state/") for path in infos)
    check(has_state == ("state" in records), f"{name} has states: {has_state}")
    for record in records - {"activations", "state"}:
        check(f"infos/{record}" in infos, f"{name} lacks infos/{record}")
    for path in infos:
        dataset = found[path]
        check(dataset.shape[0] == steps + 1, f"{name}/{path} has {dataset.shape[0]} rows")
        check(dataset.dtype == DOUBLE, f"{name}/{path} has the type {dataset.dtype}")
        labels = [dimension.label for dimension in dataset.dims]
        component = path[len("infos/"):].replace("/", "_") + "_component"
        check(labels == ["state", component][:dataset.ndim], f"{name}/{path} has the labels {labels}")
    return infos


def check_episode(number, group, network, actions, records):
    name = group.name[1:]
    steps = len(group["rewards"])
    attributes = dict(group.attrs)
    # Others are what stays the same through an episode: where a hidden goal lies.
    check(set(attributes) >= {"id", "seed", "total_steps", "length", "return", "outcome",
                              "sha256"},
          f"{name} has the attributes {sorted(attributes)}")
    check(attributes["id"] == number, f"{name} has the id {attributes['id']}")
    check(attributes["seed"] == group.file.attrs["seed"], f"{name} has another seed")
    check(attributes["length"] == attributes["total_steps"] == steps,
          f"{name} has {steps} steps, and the attributes {attributes}")

    found = {}
    group.visititems(lambda path, item: found.__setitem__(path, item)
                     if isinstance(item, h5py.Dataset) and not item.is_scale else None)
    expected = expected_datasets(network, actions, steps, records)
    infos = check_infos(name, found, steps, records)
    check(set(found) == set(expected) | infos,
          f"{name} has {sorted(set(found) - infos)}, not {sorted(expected)}")
    for path, (shape, kind, labels) in expected.items():
        dataset = found[path]
        check(dataset.shape == shape, f"{name}/{path} has the shape {dataset.shape}, not {shape}")
        check(dataset.dtype == kind, f"{name}/{path} has the type {dataset.dtype}, not {kind}")
        check(tuple(dimension.label for dimension in dataset.dims) == labels,
              f"{name}/{path} has the labels {[d.label for d in dataset.dims]}, not {labels}")
    for path, dataset in found.items():
        names = [dimension[0].name.split("/")[-1] for dimension in dataset.dims]
        check(names == [dimension.label for dimension in dataset.dims],
              f"{name}/{path} has the scales {names}")
        check(all(len(dimension[0]) == size for dimension, size in zip(dataset.dims, dataset.shape)),
              f"{name}/{path} is not as long as its scales")
    check(all(dataset.chunks for dataset in found.values()), f"{name} has unchunked datasets")

    rewards = group["rewards"][:].astype(float)
    check(abs(rewards.sum() - attributes["return"]) <= TOLERANCE * (1 + np.abs(rewards).sum()),
          f"{name} has the return {attributes['return']}, and its rewards add up to {rewards.sum()}")
    ends = group["terminations"][:] | group["truncations"][:]
    check(ends[-1] and not ends[:-1].any(), f"{name} does not end at its last step")
    outcome = "terminated" if group["terminations"][-1] else "truncated"
    check(attributes["outcome"] == outcome, f"{name} was {outcome}")

    if network.normalizes:
        check_close(f"{name}/observations", group["observations"][:],
                    network.normalized(group["raw_observations"][:].astype(float)))
    replay = network.replay(group["observations"][:].astype(float))
    if network.is_recurrent:
        check((group["hidden_states"][0] == 0).all(), f"{name} begins with a memory")
        check_close(f"{name}/hidden_states", group["hidden_states"][:], replay["hidden_states"])
    check_close(f"{name}/values", group["values"][:], replay["values"])
    if "activations" in records:
        for layer in network.layer_names:
            check_close(f"{name}/activations/{layer}", group[f"activations/{layer}"][:],
                        replay[layer][:-1])
    distribution, log_probabilities = network.distribution(
        replay["action"][:-1], group["actions"][:])
    for dataset, values in distribution.items():
        check_close(f"{name}/{dataset}", group[dataset][:], values)
    check_close(f"{name}/log_probabilities", group["log_probabilities"][:], log_probabilities)
    return steps


def check_xarray(path, number, observation_names, action_names, records):
    """What xarray makes of an episode, whose dimensions and coordinates it finds by itself."""
    group = f"episode_{number}"
    with xarray.open_dataset(path, group=group, engine="h5netcdf") as episode:
        check(episode.observations.dims == ("state", "component"),
              f"xarray finds the dimensions {episode.observations.dims}")
        check(list(episode.component.values) == observation_names,
              f"xarray finds the components {episode.component.values}")
        check(episode.rewards.dims == ("step",), "xarray finds no steps")
        check(episode.sizes["state"] == episode.sizes["step"] + 1, "xarray finds other lengths")
        places = [name for name in ("choice", "action") if name in episode.coords]
        check(bool(action_names) == bool(places), f"xarray finds names of actions: {places}")
        name = observation_names[-1]
        check((episode.observations.sel(component=name).values
               == episode.observations.values[:, -1]).all(), f"xarray does not find {name}")
        check("state" not in episode.coords and "unit" not in episode.coords,
              "dimensions without names have coordinates")
    for name in ("activations", "infos"):
        if {"activations": "activations", "infos": "state"}[name] in records:
            with xarray.open_dataset(path, group=f"{group}/{name}", engine="h5netcdf") as part:
                first = {"activations": "step", "infos": "state"}[name]
                check(all(variable.dims[0] == first for variable in part.variables.values()),
                      f"xarray finds other dimensions in {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dump")
    parser.add_argument("checkpoint")
    parser.add_argument("--episodes", type=int)
    parser.add_argument("--record", default="")
    options = parser.parse_args()
    records = set(filter(None, options.record.split(",")))
    network = Network(options.checkpoint)

    with h5py.File(options.dump) as file:
        attributes = dict(file.attrs)
        texts = {"format", "program_version", "environment", "environment_arguments",
                 "action_space", "policy_configuration", "training_configuration", "checkpoint",
                 "checkpoint_sha256", "actions_taken"}
        numbers = {"format_version", "seed", "requested_episodes", "total_episodes", "total_steps"}
        check(set(attributes) - {"observation_units", "action_names", "dt"}
              == texts | numbers | {"observation_names"},
              f"the file has the attributes {sorted(attributes)}")
        check(all(isinstance(value, str)
                  for value in json.loads(attributes["environment_arguments"]).values()),
              "an argument of the environment is no text")
        check("max_episode_steps" in json.loads(attributes["environment_arguments"]),
              "an argument that was left out is not there")
        check(len(attributes.get("observation_units", attributes["observation_names"]))
              == network.observation_size, "there is not a unit for each component")
        check(all(isinstance(attributes[name], str) for name in texts), "an attribute is no text")
        check(attributes["format"] == "agents trajectories" and attributes["format_version"] == 1,
              "the format is another")
        check(attributes["training_configuration"] == network.training,
              "the training configuration is not the checkpoint's")
        check(json.loads(attributes["policy_configuration"]) == network.configuration,
              "the policy configuration is not the checkpoint's")
        check(isinstance(json.loads(attributes["environment_arguments"]), dict),
              "the environment's arguments are not an object")
        check(len(attributes["observation_names"]) == network.observation_size,
              "there is not a name for each component of an observation")
        with open(options.checkpoint, "rb") as checkpoint:
            digest = hashlib.sha256(checkpoint.read()).hexdigest()
        check(attributes["checkpoint_sha256"] == digest, "the digest is not the checkpoint's")
        count = attributes["total_episodes"]
        check(set(file) == {f"episode_{number}" for number in range(count)},
              f"{count} episodes are promised, and there are {sorted(file)}")
        if options.episodes is not None:
            check(count == options.episodes, f"there are {count} episodes")
        actions = json.loads(attributes["action_space"])
        steps = [check_episode(number, file[f"episode_{number}"], network, actions, records)
                 for number in range(count)]
        check(attributes["total_steps"] == sum(steps), "the numbers of steps do not add up")
    for number in (0, count - 1):
        check_xarray(options.dump, number, list(attributes["observation_names"]),
                     list(attributes.get("action_names", [])), records)
    worst = max(WORST, key=WORST.get)
    print(f"{options.dump}: {count} episodes, {sum(steps)} steps; "
          f"largest difference {WORST[worst]:.1e}, in {worst}")


main()
