"""What the programs that compare milieu with others share: building, running, figures, tables."""

import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OXIGRAPH = "0.5.13"


def pyoxigraph():
    try:
        import pyoxigraph
    except ImportError:
        sys.exit(f"pip install pyoxigraph=={OXIGRAPH}")
    if pyoxigraph.__version__ != OXIGRAPH:
        sys.exit(f"pyoxigraph is {pyoxigraph.__version__}; the tables compare with {OXIGRAPH}: pip install pyoxigraph=={OXIGRAPH}")
    return pyoxigraph


def installed(package):
    name, version = package.split("==")
    try:
        return importlib.metadata.version(name) == version
    except importlib.metadata.PackageNotFoundError:
        return False


def install_packages(packages):
    """What of `name==version` is not there yet, by pip."""
    if missing := sorted({package for package in packages if not installed(package)}):
        subprocess.run([sys.executable, "-m", "pip", "install", *missing], stdout=sys.stderr, check=True)


def build(*names):
    """Builds the bench programs; gives their paths by name."""
    command = ["cargo", "bench", "--no-run", "--message-format=json"]
    for name in names:
        command += ["--bench", name]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    messages = (json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{"))
    return {
        message["target"]["name"]: message["executable"]
        for message in messages
        if message.get("executable") and "bench" in message["target"]["kind"]
    }


def run(command):
    """The figures that a process prints as its last line."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def median(figures, name):
    return statistics.median(figure[name] for figure in figures)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def machine():
    try:
        names = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        name = next(line.split(":")[1].strip() for line in names if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, {platform.system()}"


def write(text, name):
    """Puts the text between its marks in benches/README.md."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    readme = ROOT / "benches" / "README.md"
    before, rest = readme.read_text().split(begin)
    readme.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end)[1]}")
