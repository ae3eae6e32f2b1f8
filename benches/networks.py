#!/usr/bin/env python3
"""Measures networks with milieu, igraph and NetworkX, and compares what they find.

    python3 benches/networks.py                       # prints the table
    python3 benches/networks.py --ties 10000 --write  # of one size, and puts it into benches/README.md

Installs the peers with pip, builds milieu's bench program, and makes seeded networks: half of the ties are within groups of fifty, the
others lead to few nodes more often than to most. Every side reads the same files in a process of its own, and finds each measure once
more than it is timed. Figures are medians of milliseconds, without reading; "late" is what was given up after --cap seconds.
"""

import argparse
import datetime
import json
import math
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import network_peers as peers
from common import build, install_packages, machine, table, write

OURS = "milieu"
PACKAGES = ["igraph==1.0.0", "networkx==3.6.1", "numpy==2.4.6", "scipy==1.17.1"]

# Measures and the most ties with which they are asked for.
MEASURES = {
    "network": math.inf,
    "ei-index": math.inf,
    "ei-index-permuted": math.inf,
    "brokerage": math.inf,
    "location-quotient": math.inf,
    "constraint": math.inf,
    "effective-size": math.inf,
    "betweenness": 100_000,
    "betweenness-sampled": math.inf,
    "communities": math.inf,
    "k-core": math.inf,
    "transitivity": math.inf,
    "mean-path": 100_000,
    "pagerank": math.inf,
}
# Found by chance, and so not the same on every side.
BY_CHANCE = {"communities", "betweenness-sampled"}
TOLERANCE = 1e-6


def make(folder, ties, seed=1):
    """A network with five ties a node, as every side reads it."""
    rng = random.Random(seed)
    nodes = ties // 5
    groups = [node // 50 for node in range(nodes)]
    made = set()
    while len(made) < ties:
        start = rng.randrange(nodes)
        near = rng.random() < 0.5
        end = rng.randrange(start // 50 * 50, min(start // 50 * 50 + 50, nodes)) if near else int(nodes * rng.random() ** 3)
        if start != end:
            made.add((start, end))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ties.txt").write_text("".join(f"{start} {end}\n" for start, end in sorted(made)))
    (folder / "groups.txt").write_text("".join(f"{group}\n" for group in groups))
    return nodes


def figures(command, cap):
    """What a process prints of one measure; "late" or what went wrong instead."""
    try:
        done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=cap)
    except subprocess.TimeoutExpired:
        return {"error": "late"}
    if done.returncode:
        return {"error": done.stderr.decode().strip().splitlines()[-1]}
    return json.loads(done.stdout.splitlines()[-1])


def measure(program, folder, side, name, runs, cap):
    answers = folder / side
    answers.mkdir(exist_ok=True)
    if side == OURS:
        return figures([program, folder, runs, answers, name], cap)
    if name not in peers.measures(side):
        return {"error": "–"}
    return figures([sys.executable, __file__, "--worker", side, folder, runs, answers, name], cap)


def read(file):
    return [float(line) for line in file.read_text().split()]


def verdict(name, found, other):
    """How two answers differ."""
    if name == "communities":
        return f"modularity {found[0]:.4f} and {other[0]:.4f}"
    if len(found) != len(other):
        return f"**{len(other)} values, not {len(found)}**"
    far = max((abs(a - b) / max(1.0, abs(a), abs(b)) for a, b in zip(found, other)), default=0.0)
    return "same" if far <= TOLERANCE else f"**differs by {far:.1e}**"


def rows(program, folder, ties, runs, cap, sides):
    for name in (name for name, most in MEASURES.items() if ties <= most):
        found = {side: measure(program, folder, side, name, runs, cap) for side in sides}
        print(ties, name, found, file=sys.stderr)
        ours = found[OURS]
        cells, verdicts = [], []
        for side, one in found.items():
            if "error" in one:
                cells.append(one["error"])
                continue
            ms = statistics.median(one["ms"])
            times = f" ({ms / statistics.median(ours['ms']):.1f}×)" if side != OURS and "ms" in ours else ""
            cells.append(f"{ms:,.1f}{times}")
            if side != OURS and "ms" in ours:
                difference = verdict(name, read(folder / OURS / f"{name}.txt"), read(folder / side / f"{name}.txt"))
                verdicts.append(f"{side}: {difference}")
        yield [f"{ties:,}", name, *cells, "; ".join(verdicts)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ties", default="10000,100000,1000000", help="how many ties the networks have, separated by commas")
    arguments.add_argument("--runs", type=int, default=3, help="how often each measure is timed after a first time")
    arguments.add_argument("--cap", type=float, default=300, help="seconds after which a measure is given up, with its reading and all its runs")
    arguments.add_argument("--sides", default=",".join(peers.SIDES), help="the peers, separated by commas")
    arguments.add_argument("--program", type=pathlib.Path, help="milieu's bench program, where it has been built before")
    arguments.add_argument("--write", action="store_true", help="put the table into benches/README.md")
    arguments.add_argument("--worker", nargs=5, help=argparse.SUPPRESS)
    arguments = arguments.parse_args()
    if arguments.worker:
        return work(*arguments.worker)
    install_packages(PACKAGES)
    program = arguments.program or build("networks")["networks"]
    sides = [OURS, *(side for side in arguments.sides.split(",") if side)]
    kept = pathlib.Path(tempfile.mkdtemp(prefix="milieu-networks-"))
    try:
        lines = []
        for ties in map(int, arguments.ties.split(",")):
            folder = kept / str(ties)
            make(folder, ties)
            lines += rows(program, folder, ties, arguments.runs, arguments.cap, sides)
    finally:
        shutil.rmtree(kept, ignore_errors=True)
    versions = ", ".join(package.replace("==", " ") for package in PACKAGES)
    head = f"{datetime.date.today()}, {machine()}, {versions}. Medians of {arguments.runs} in ms; in brackets how many times milieu's."
    text = f"{head}\n\n{table(['ties', 'measure', *sides, 'answers'], lines)}"
    print(text)
    if arguments.write:
        write(text, "networks")


def work(side, folder, runs, answers, name):
    """Finds one measure as a peer; prints as milieu's program does."""
    found = peers.measures(side)[name]
    given = peers.Input(side, pathlib.Path(folder))
    values = found(given)
    (pathlib.Path(answers) / f"{name}.txt").write_text("".join(f"{value!r}\n" for value in map(float, values)))
    ms = []
    for _ in range(int(runs)):
        begun = time.perf_counter()
        found(given)
        ms.append((time.perf_counter() - begun) * 1e3)
    print(json.dumps({"measure": name, "ms": ms}))


if __name__ == "__main__":
    main()
