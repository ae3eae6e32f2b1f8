"""Links ROR's short strings with its records by the usual ways, for comparison with `cargo bench --bench linking`.

    pip install scikit-learn rapidfuzz
    MILIEU_SHARED_DATA=... python3 benches/linking.py

The nearest name is taken; the threshold is the best of one half of the strings and F1 that of the other, both ways round. F1 is strict (a wrong link
is wrong and missed), with what the catalogue lacks left aside and with it as missed.
"""

import csv
import gzip
import json
import os
import random
import re
import time
from pathlib import Path

from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

DATA = Path(os.environ.get("MILIEU_SHARED_DATA", "../shared/data"))
LOGS = DATA / "ror-affiliation-gold/20230903_affiliation_matching_logs_train.csv"
CATALOGUE = set((DATA / "ror-subset/catalogue_2023-09.ids").read_text().split())


def names():
    """Every name of the catalogue but acronyms, in lower case, with its record."""
    with gzip.open(DATA / "ror-subset/ror_subset.jsonl.gz", "rt") as lines:
        records = [json.loads(line) for line in lines]
    return [(n.lower(), r["id"]) for r in records if r["id"] in CATALOGUE for n in [r["name"], *r["aliases"]]]


def f1(found, gold, chosen, threshold):
    right = wrong = missed = 0
    for at in chosen:
        name, score = found[at]
        links = {name} if score >= threshold else set()
        right += len(links & gold[at])
        wrong += len(links - gold[at])
        missed += len(gold[at] - links)
    return 2 * right / max(1, 2 * right + wrong + missed)


def held_out(found, gold):
    order = list(range(len(found)))
    random.Random(7).shuffle(order)
    halves = order[: len(order) // 2], order[len(order) // 2 :]
    scores = sorted({score for _, score in found})
    best = [max(scores, key=lambda threshold: f1(found, gold, half, threshold)) for half in halves]
    return sum(f1(found, gold, other, threshold) for other, threshold in zip(reversed(halves), best)) / 2


def main():
    texts, owners = zip(*names())
    rows = list(csv.DictReader(LOGS.open(encoding="utf-8-sig")))
    asked = [row["affiliation"].lower() for row in rows]
    everything = [set(re.findall(r"ror\.org/(\w+)", row["ror_id"])) for row in rows]

    def nearest_by_tfidf(analyzer, ngrams):
        vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams)
        known = vectors.fit_transform(texts)
        near = (vectors.transform(asked) @ known.T).tocsr()
        for at in range(len(asked)):
            row = near.getrow(at)
            yield (owners[row.indices[row.data.argmax()]], row.data.max()) if row.nnz else ("", 0.0)

    def nearest_by(scorer):
        for text in asked:
            _, score, at = process.extractOne(text, texts, scorer=scorer)
            yield owners[at], score

    ways = {
        "TF-IDF, trigrams": lambda: nearest_by_tfidf("char_wb", (3, 3)),
        "TF-IDF, 2 to 4 letters": lambda: nearest_by_tfidf("char_wb", (2, 4)),
        "TF-IDF, words": lambda: nearest_by_tfidf("word", (1, 1)),
        "rapidfuzz, ratio": lambda: nearest_by(fuzz.ratio),
        "rapidfuzz, token_sort_ratio": lambda: nearest_by(fuzz.token_sort_ratio),
        "rapidfuzz, WRatio": lambda: nearest_by(fuzz.WRatio),
    }
    print("| way | F1 | F1, what the catalogue lacks missed | ms a string |\n|---|---|---|---|")
    for name, way in ways.items():
        start = time.perf_counter()
        found = list(way())
        each = (time.perf_counter() - start) / len(asked) * 1000
        inside = held_out(found, [gold & CATALOGUE for gold in everything])
        print(f"| {name} | {inside:.3f} | {held_out(found, everything):.3f} | {each:.1f} |", flush=True)


if __name__ == "__main__":
    main()
