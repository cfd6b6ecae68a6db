"""Measures agents and its peers in turn and prints how their speeds compare."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

import peers


# Seconds, as seen on two cores.
OVERHEAD = 20


def ours(program, name, threads, seconds):
    command = [program, name, "--threads", str(threads), "--repeats", "1", "--json"]
    command += ["--seconds", str(seconds)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output)["tasks"][0]["steps_per_second"]["median"]


def theirs(name, setting, seconds):
    """Each measurement is a process of its own, as numbers of threads are hard to change."""
    command = [sys.executable, __file__, "--peer", name, str(setting.threads)]
    command += [str(int(setting.processes)), str(seconds)]
    environment = os.environ | {"OMP_NUM_THREADS": str(setting.threads)}
    # MuJoCo writes a log of its warnings where it runs.
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=folder
        )
    if result.returncode:
        sys.exit(f"The peer failed in {name}:\n{result.stderr}")
    return float(result.stdout.split()[-1])


def settings(cores):
    threads = sorted({1, cores})
    return [peers.Setting(t, p) for p in (False, True) for t in threads]


def compare(program, name, cores, repeats, seconds):
    say(f"{name}: trying the peer's settings…")
    best = max(settings(cores), key=lambda setting: theirs(name, setting, seconds / 2))
    rates = {"agents": [], "peer": []}
    for turn in range(repeats):
        say(f"{name}: turn {turn + 1} of {repeats}…")
        rates["agents"].append(ours(program, name, cores, seconds))
        rates["peer"].append(theirs(name, best, seconds))
    ratios = [a / b for a, b in zip(rates["agents"], rates["peer"])]
    say(f"{name}: {', '.join(f'{ratio:.1f}' for ratio in ratios)} times as fast as the peer.")
    return {"task": name, "setting": str(best), "ratios": ratios, "steps_per_second": rates}


def table(results):
    rows = [["task", "agents", "peer", "ratio", "min", "max", "the peer's best setting"]]
    for result in results:
        rates, ratios = result["steps_per_second"], result["ratios"]
        medians = [statistics.median(rates[who]) for who in ("agents", "peer")]
        rows.append(
            [result["task"]]
            + [f"{rate:,.0f}" for rate in medians]
            + [f"{x:.1f}" for x in (statistics.median(ratios), min(ratios), max(ratios))]
            + [result["setting"]]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(width) if column in (0, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        ]
        print("  ".join(cells).rstrip())


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    if sys.argv[1:2] == ["--peer"]:
        name, threads, processes, seconds = sys.argv[2:]
        setting = peers.Setting(int(threads), bool(int(processes)))
        print(peers.measure(peers.TASKS[name], setting, float(seconds)))
        return
    parser = argparse.ArgumentParser(description=__doc__, prog="script/bench-peers")
    parser.add_argument("program", help=argparse.SUPPRESS)
    parser.add_argument("tasks", nargs="*", help="tasks to compare, such as T1 T4 (all)")
    parser.add_argument("--repeats", type=int, default=3, help="turns of each (3)")
    parser.add_argument("--seconds", type=float, default=8, help="length of a measurement (8)")
    parser.add_argument("--json", action="store_true", help="print JSON, with all measurements")
    options = parser.parse_args()
    unknown = set(options.tasks) - set(peers.TASKS)
    if unknown:
        parser.error(f"there is no task {min(unknown)}; there are {', '.join(peers.TASKS)}")
    cores = len(os.sched_getaffinity(0))
    names = [name for name in peers.TASKS if not options.tasks or name in options.tasks]
    # Beside its seconds a measurement takes a start, an update to warm up and the rest of the last.
    seconds = (options.seconds + OVERHEAD) * (options.repeats * 2 + len(settings(cores)))
    say(f"{len(names)} tasks, about {len(names) * seconds / 60:.0f} minutes.")
    results = [
        compare(options.program, name, cores, options.repeats, options.seconds) for name in names
    ]
    if options.json:
        print(json.dumps(results, indent=2))
    else:
        table(results)


if __name__ == "__main__":
    main()
