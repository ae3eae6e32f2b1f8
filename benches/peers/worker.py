"""A side in a process of its own, which is given up on when it takes too long."""

import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import time

import peers


def serve(name, file, folder, cap):
    """The process: loads, then answers what comes in, a line each."""
    say = lambda figures: print(json.dumps(figures), flush=True)
    begun = time.perf_counter()
    side = peers.side(name)(file, folder, float(cap))
    say({"load": time.perf_counter() - begun})
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                if asked["answer"]:
                    pathlib.Path(asked["answer"]).write_text(json.dumps(side.answer(asked["text"])))
                    say({})
                else:
                    begun = time.perf_counter()
                    side.query(asked["text"])
                    say({"ms": (time.perf_counter() - begun) * 1e3})
            # Some of them panic, which is a BaseException.
            except BaseException as error:
                say({"error": str(error) or type(error).__name__})
    finally:
        side.close()


class TooLong(Exception):
    pass


class Worker:
    """Starts the process when it is needed and ends it, and it alone, when it is late."""

    def __init__(self, python, name, file, folder, cap):
        self.command = [python, str(pathlib.Path(__file__).parent.parent / "analytics.py"), "--worker", name, str(file), str(folder), str(cap)]
        self.cap, self.process, self.load = cap, None, None

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True)
        loaded = self.read(1200)
        self.load = self.load or loaded["load"]

    def read(self, seconds):
        """The next line; what a library prints on its own account is passed over."""
        until = time.monotonic() + seconds
        while select.select([self.process.stdout], [], [], max(0, until - time.monotonic()))[0]:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"ended with {self.process.wait()}")
            if line.startswith(b"{"):
                return json.loads(line)
        raise TooLong

    def ask(self, text, answer=None):
        self.process.stdin.write(json.dumps({"text": text, "answer": answer and str(answer)}).encode() + b"\n")
        self.process.stdin.flush()
        figures = self.read(self.cap + 2)
        if "error" in figures:
            raise RuntimeError(figures["error"])
        return figures

    def measure(self, text, runs, answer):
        """Milliseconds of each run after a first one that keeps the answer; as many runs as the cap allows."""
        try:
            if self.process is None:
                self.start()
            begun, ms = time.monotonic(), []
            self.ask(text, answer)
            while len(ms) < runs and (not ms or time.monotonic() - begun < self.cap):
                ms.append(self.ask(text)["ms"])
            return {"ms": ms}
        except TooLong:
            self.end(patience=0)
            return {"error": "late"}
        except (RuntimeError, OSError, ValueError) as error:
            if self.process and self.process.poll() is not None:
                self.end()
            return {"error": str(error)}

    def end(self, patience=20):
        """Ends the process and what it started, at once or as soon as it is done."""
        process, self.process = self.process, None
        if process is None:
            return
        process.stdin.close()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
