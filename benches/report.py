"""The tables of benches/analytics.py."""

import math
import statistics

import peers
from common import ROOT, table

QUERIES = ROOT / "benches" / "analytics"
OURS = "milieu"


def queries():
    """The texts by name, in the order of their names."""
    return {file.stem: file.read_text() for file in sorted(QUERIES.glob("*.rq"))}


def title(text):
    return text.splitlines()[0].removeprefix("# ")


def short(number):
    """Three digits or so."""
    return f"{number:.3f}" if number < 0.1 else f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def cell(figures, ours, wrong, cap):
    if "error" in figures:
        return f"over {cap:g} s" if figures["error"] == "late" else "error"
    ms = statistics.median(figures["ms"])
    text = short(ms)
    if ours is not figures and "ms" in ours:
        text += f" ({short(ms / statistics.median(ours['ms']))}×)"
    return text + (" **wrong**" if wrong else "")


def geometric_mean(figures, ours):
    """Of how many times as long as milieu, over the queries that both answered."""
    both = [query for query in ours if "ms" in ours[query] and "ms" in figures[query]]
    if not both:
        return ""
    logs = [math.log(statistics.median(figures[query]["ms"]) / statistics.median(ours[query]["ms"])) for query in both]
    return f"{short(math.exp(statistics.mean(logs)))}× over {len(both)}"


def beside(figures, loads, wrong, cap):
    """The table of all sides, and below it what went wrong."""
    titles = {side: peers.side(side).title if side in peers.NAMES else side for side in figures}
    ours, rows, notes = figures[OURS], [], []
    for query, text in queries().items():
        rows.append([title(text)] + [cell(figures[side][query], ours[query], side in wrong[query], cap) for side in figures])
        notes += [f"- {titles[side]}, {title(text)}: {what}." for side, what in wrong[query].items()]
        errors = {side: figures[side][query].get("error") for side in figures}
        notes += [f"- {titles[side]}, {title(text)}: {' '.join(what.split())[:160]}" for side, what in errors.items() if what and what != "late"]
    rows.append(["geometric mean, to milieu"] + [geometric_mean(figures[side], ours) if side != OURS else "" for side in figures])
    rows.append(["loading, s"] + ["" if loads[side] is None else f"{loads[side]:.1f}" for side in figures])
    text = "### Queries of analysis, ms (times milieu's)\n\n" + table(["query", *titles.values()], rows)
    if notes:
        text += "\n\nWhere answers differ, most sides are taken to be right. Wrong answers and errors:\n\n" + "\n".join(notes)
    return text


def limits(general, kernels, ours):
    """What engines that know nothing of RDF need for the same, and what a program written for the one question does."""
    engines, rows = ["DataFusion", "DuckDB"], []
    for figures in general:
        row = [figures["query"] + ("" if figures["agree"] else " (answers differ)")]
        for engine in engines:
            row += [f"{figures[engine]['ms']:.2f}", f"{figures[engine]['plan']:.2f}"]
        kernel, mine = kernels.get(figures["query"], {}), ours.get(figures["query"], {})
        row += ["{:.2f}".format(statistics.median(side["ms"])) if "ms" in side else "" for side in (kernel, mine)]
        rows.append(row)
    head = ["query", "DataFusion, ms", "planning", "DuckDB, ms", "planning", "written by hand, ms", "milieu, ms"]
    index = statistics.median(kernels["index"]["ms"])
    note = f"SQL over the same columns of numbers, two threads. What is written by hand rests on an index that takes {index:.1f} ms to make."
    return f"### General columnar engines, and the limit\n\n{note}\n\n" + table(head, rows)


def growth(by_size, cap):
    rows = [[title(text)] + [cell(figures[query], figures[query], False, cap) for _, figures in by_size] for query, text in queries().items()]
    head = ["query"] + [f"{loaded['quads']:,} quads" for loaded, _ in by_size]
    rows.append(["loading, s"] + [f"{loaded['seconds']:.1f}" for loaded, _ in by_size])
    return "### Growth of milieu's times, ms\n\n" + table(head, rows)
