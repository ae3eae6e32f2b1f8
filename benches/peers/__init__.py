"""The stores that milieu is measured beside, one a file: each loads a file of N-Triples and answers SPARQL.

A side is a class with `title`, `packages` (what pip installs for it), `Side(file, folder, cap)`, which loads, `query(text)`, which reads every row, and
`answer(text)`, which gives the rows as SPARQL JSON. A side that can tell why it cannot be measured here has `missing()`.
"""

import importlib

NAMES = ["oxigraph_memory", "oxigraph_disk", "virtuoso", "maplib", "sparq"]


def side(name):
    """The class of the side with this name."""
    return importlib.import_module(f"peers.{name}").Side
