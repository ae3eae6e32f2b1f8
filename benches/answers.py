"""Whether two answers in SPARQL JSON are the same bag of rows."""

import json
import math
import re

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {
    XSD + name
    for name in (
        "integer decimal double float int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
        "unsignedLong unsignedInt unsignedShort unsignedByte"
    ).split()
}
# As far as the decimals of one store and the doubles of another agree after some thousand additions.
NEAR = 1e-9


def term(value):
    """A term without what stores may write in two ways: 1.50 and 1.5, "a" and "a"^^xsd:string, and the names of blank nodes."""
    kind, text, datatype = value["type"], value["value"], value.get("datatype")
    if kind == "bnode":
        return ("blank",)
    if kind == "uri":
        return ("iri", text)
    if datatype in NUMBERS:
        return ("number", float(text))
    return ("literal", text, value.get("xml:lang", "").lower(), "" if datatype in (None, XSD + "string") else datatype)


def unordered(text):
    """The variables whose values are lists in no order: what the comment `# unordered:` in a query names."""
    found = re.search(r"^# unordered: (.*)$", text, re.MULTILINE)
    return found[1].split() if found else []


def rows(file, lists=()):
    """The rows of an answer, sorted; each a list with a term or None for each variable."""
    answer = json.loads(file.read_text())
    names = sorted(answer["head"]["vars"])
    bag = []
    for binding in answer["results"]["bindings"]:
        row = [term(binding[name]) if name in binding else None for name in names]
        for at, name in enumerate(names):
            if name in lists and row[at]:
                row[at] = ("list", *sorted(row[at][1].split()))
        bag.append(row)
    return sorted(bag, key=key)


def key(row):
    """Numbers come last and rounded, so that two that are nearly the same have the same place."""
    texts = [value if value and value[0] != "number" else () for value in row]
    numbers = [float(f"{value[1]:.6g}") for value in row if value and value[0] == "number"]
    return ([value or () for value in texts], [math.inf if math.isnan(number) else number for number in numbers])


def near(one, other):
    if one and other and one[0] == other[0] == "number":
        return math.isclose(one[1], other[1], rel_tol=NEAR, abs_tol=1e-12)
    return one == other


def same(ours, theirs):
    return len(ours) == len(theirs) and all(
        len(one) == len(other) and all(map(near, one, other)) for one, other in zip(ours, theirs)
    )


def difference(right, wrong):
    """In a few words, how the one differs from the other."""
    if len(right) != len(wrong):
        return f"{len(wrong):,} rows, not {len(right):,}"
    pairs = [(one, other) for one, other in zip(right, wrong) if not all(map(near, one, other))]
    one, other = next((one, other) for one, other in zip(*pairs[0]) if not near(one, other))
    return f"{len(pairs):,} of {len(right):,} rows differ: {show(other)}, not {show(one)}"


def show(value):
    if value is None:
        return "nothing"
    kind, *parts = value
    if kind == "number":
        return f"{parts[0]:.6g}"
    return "a blank node" if kind == "blank" else " ".join(parts if kind == "list" else parts[:1]) or "an empty text"


def verdict(answers):
    """What most sides say, of those in `answers`, and how the others differ; the first side decides where they are even."""
    groups = []
    for side, bag in answers.items():
        group = next((group for group in groups if same(answers[group[0]], bag)), None)
        if group is None:
            groups.append([side])
        else:
            group.append(side)
    groups.sort(key=len, reverse=True)
    right = answers[groups[0][0]] if groups else []
    return {side: difference(right, answers[side]) for group in groups[1:] for side in group}
