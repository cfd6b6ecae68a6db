#!/usr/bin/env python3
"""Records episodes of MinAtar's games for MinAtarReplayTests.

    python3 -m venv venv && venv/bin/pip install minatar==1.0.15
    venv/bin/python record.py

writes breakout.json and asterix.json beside this file. Players that mostly know what they do keep
episodes long. Of an episode the files hold

    start         Breakout: 0 where the ball begins on the left, 1 on the right
    moves         a letter for each step, after sticky actions
    spawns        Asterix: [step, moves right, is gold, lane or -1] for each time something was drawn
    rewards       the sum of the rewards after each step
    ended         whether the last step ended the episode
    speeds        Asterix: [level, interval of spawns, interval of moves] after each step
    observations  first and after each step, as ones of [channel, row, column]: the number of each
                  channel's first row first, in hexadecimal digits of 4 squares
"""

import copy
import json
import pathlib
import random

import numpy as np
from minatar import Environment

MOVES = "nlurdf"


class Recorder:
    """Draws for a game and remembers what it drew."""

    def __init__(self, seed):
        self.source = np.random.RandomState(seed)
        self.drawn = []

    def rand(self):
        self.drawn.append(self.source.rand())
        return self.drawn[-1]

    def randint(self, bound):
        self.drawn.append(int(self.source.randint(bound)))
        return self.drawn[-1]


def observation(game):
    bits = game.state().transpose(2, 0, 1).reshape(-1)
    return "%0*x" % (len(bits) // 4, int("".join("01"[int(bit)] for bit in bits), 2))


def breakout_player(env, choice, time):
    """Goes where the ball will be, from straight below or at its edge, and errs now and then."""
    if choice.random() < (0.05 if env.ball_y < 5 else 0.01):
        return choice.randrange(6)
    ahead = copy.deepcopy(env)
    for _ in range(60):
        if ahead.ball_y == 8 and ahead.ball_dir in (2, 3):
            break
        ahead.act(0)
    x = ahead.ball_x + (1 if ahead.ball_dir == 2 else -1)
    # The choice stays the same while the ball flies.
    at_edge = random.Random(time // 20).random() < 0.5
    target = min(max(x, 0), 9) if at_edge else ahead.ball_x
    return MOVES.index("n" if target == env.pos else "l" if target < env.pos else "r")


def asterix_player(env, choice, time):
    """Takes the move after which the nearest enemy in its row is furthest and gold is near."""

    def worth(move):
        x, y = env.player_x, env.player_y
        x = min(max(x + {"l": -1, "r": 1}.get(move, 0), 0), 9)
        y = min(max(y + {"u": -1, "d": 1}.get(move, 0), 1), 8)
        row = env.entities[y - 1]
        value = choice.random() - 0.2 * abs(x - 5)
        if row is not None:
            distance = abs(row[0] - x)
            if row[3]:
                value += 3 - 0.2 * distance
            elif distance <= 2:
                value -= 20 - 5 * distance
        elif x in (0, 9):
            value -= 5
        return value

    return MOVES.index(max("nlurd", key=worth))


def episode(name, seed, limit):
    game = Environment(name, sticky_action_prob=0.05)
    env, choice = game.env, random.Random(seed)
    game.random = np.random.RandomState(seed)
    recorder = env.random = Recorder(seed + 1)
    game.last_action = 0
    game.reset()
    data = {"moves": "", "rewards": [], "observations": [observation(game)]}
    if name == "breakout":
        data["start"] = recorder.drawn[0]
    else:
        data.update(spawns=[], speeds=[])
    total, ended = 0, False
    while not ended and len(data["moves"]) < limit:
        recorder.drawn = []
        free = [i for i in range(8) if name == "asterix" and env.entities[i] is None]
        player = breakout_player if name == "breakout" else asterix_player
        reward, ended = game.act(player(env, choice, len(data["moves"])))
        if recorder.drawn:
            right, gold = recorder.drawn[0] < 1 / 2, recorder.drawn[1] < 1 / 3
            lane = free[recorder.drawn[2]] if free else -1
            data["spawns"].append([len(data["moves"]), int(right), int(gold), lane])
        total += int(reward)
        data["moves"] += MOVES[game.last_action]
        data["rewards"].append(total)
        data["observations"].append(observation(game))
        if name == "asterix":
            data["speeds"].append([env.ramp_index, env.spawn_speed, env.move_speed])
    data["ended"] = bool(ended)
    return data


def main():
    for name, seeds, limit in [("breakout", range(1, 9), 1000), ("asterix", range(1, 9), 1000)]:
        episodes, steps = [], 0
        for seed in seeds:
            if steps < 1100:
                episodes.append(episode(name, seed, min(limit, 1500 - steps)))
                steps += len(episodes[-1]["moves"])
        data = {"package": "minatar 1.0.15", "episodes": episodes}
        file = pathlib.Path(__file__).parent / f"{name}.json"
        file.write_text(json.dumps(data, separators=(",", ":")) + "\n")
        print(name, [(len(e["moves"]), e["rewards"][-1], e["ended"]) for e in episodes],
              file.stat().st_size)


main()
