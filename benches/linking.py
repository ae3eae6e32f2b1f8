"""Links strings with ROR's records, and noisy records with one another: milieu beside the usual ways.

    pip install rapidfuzz scikit-learn splink pandas
    MILIEU_SHARED_DATA=... python3 benches/linking.py

Each way is a process of its own, so that its memory can be told. Strings: the 690 short ones of ROR's logs; the nearest name is taken, the
threshold is the best of one half of the strings and F1 that of the other, both ways round (milieu: of five folds); a wrong link is wrong
and missed; what the catalogue lacks is left aside, or missed. Records: `noise.rs`' copies with seeds 21 to 23, the means; F1 is of pairs
and of clusters (of what hangs together), thresholds are the best that there are for the way (of the same records: an upper bound), but
for milieu and Splink, which say themselves what is more likely than not.
"""

import collections
import csv
import gzip
import itertools
import json
import os
import pathlib
import random
import re
import sys
import tempfile
import time

import common

DATA = pathlib.Path(os.environ.get("MILIEU_SHARED_DATA", common.ROOT / "../shared/data")).resolve()
LOGS = DATA / "ror-affiliation-gold/20230903_affiliation_matching_logs_train.csv"
CATALOGUE = DATA / "ror-subset/catalogue_2023-09.ids"
SEEDS = range(21, 24)


# Strings


def names():
    """Every name of the catalogue but acronyms, in lower case, with its record."""
    catalogue = set(CATALOGUE.read_text().split())
    with gzip.open(DATA / "ror-subset/ror_subset.jsonl.gz", "rt") as lines:
        records = [json.loads(line) for line in lines]
    return [(n.lower(), r["id"]) for r in records if r["id"] in catalogue for n in [r["name"], *r["aliases"]]]


def f1_of_links(found, gold, chosen, threshold):
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
    best = [max(scores, key=lambda threshold: f1_of_links(found, gold, half, threshold)) for half in halves]
    return sum(f1_of_links(found, gold, other, threshold) for other, threshold in zip(reversed(halves), best)) / 2


def strings(nearest):
    texts, owners = zip(*names())
    rows = list(csv.DictReader(LOGS.open(encoding="utf-8-sig")))
    asked = [row["affiliation"].lower() for row in rows]
    gold = [set(re.findall(r"ror\.org/(\w+)", row["ror_id"])) for row in rows]
    start = time.perf_counter()
    found = [(owners[at] if at is not None else "", score) for at, score in nearest(list(texts), asked)]
    seconds = time.perf_counter() - start
    catalogue = set(CATALOGUE.read_text().split())
    return {"f1": held_out(found, [ids & catalogue for ids in gold]), "all": held_out(found, gold), "seconds": seconds}


def tfidf(analyzer, ngrams):
    def nearest(texts, asked):
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams)
        known = vectors.fit_transform(texts)
        near = (vectors.transform(asked) @ known.T).tocsr()
        for at in range(len(asked)):
            row = near.getrow(at)
            yield (row.indices[row.data.argmax()], row.data.max()) if row.nnz else (None, 0.0)

    return nearest


def rapidfuzz(scorer):
    def nearest(texts, asked):
        from rapidfuzz import fuzz, process

        for text in asked:
            _, score, at = process.extractOne(text, texts, scorer=getattr(fuzz, scorer))
            yield at, score

    return nearest


def splink_strings(texts, asked):
    """Names alone, met by a word that they share: its likeliest pair of each string."""
    import pandas
    import splink.comparison_library as compare
    from splink import block_on

    def words(text):
        return sorted(set(re.findall(r"\w{4,}", text)))

    frames = [
        pandas.DataFrame({"unique_id": range(len(side)), "name": side, "words": [words(text) for text in side]})
        for side in (asked, texts)
    ]
    counts = collections.Counter(word for found in frames[1].words for word in found)
    for frame in frames:
        # The two rarest words; all of them would meet everything.
        frame["words"] = [sorted(found, key=lambda word: counts[word])[:2] for found in frame.words]
        frame["rarest"] = [found[0] if found else None for found in frame.words]
    comparisons = [compare.JaroWinklerAtThresholds("name", [0.97, 0.93, 0.88, 0.8, 0.7])]
    blocks = [block_on("name"), block_on("words", arrays_to_explode=["words"])]
    predicted = predict(frames, "link_only", comparisons, blocks, [block_on("name")], [block_on("rarest")])
    best = predicted.sort_values("match_weight").groupby("unique_id_l").last()
    for at in range(len(asked)):
        yield (int(best.unique_id_r[at]), float(best.match_weight[at])) if at in best.index else (None, -99.0)


def predict(frames, link_type, comparisons, blocks, sure, training):
    """Splink's pairs, trained in its usual three steps."""
    from splink import DuckDBAPI, Linker, SettingsCreator

    settings = SettingsCreator(link_type=link_type, comparisons=comparisons, blocking_rules_to_generate_predictions=blocks)
    database = DuckDBAPI()
    tables = [database.register(frame) for frame in frames]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()


# Records


def f1_of_pairs(pairs, truth):
    return 2 * len(pairs & truth) / max(1, len(pairs) + len(truth))


def f1_of_clusters(pairs, truth, size):
    """The same for all pairs of what hangs together."""
    of = list(range(size))

    def root(at):
        while of[at] != at:
            of[at] = of[of[at]]
            at = of[at]
        return at

    for one, other in pairs:
        of[root(one)] = root(other)
    sizes = collections.Counter(root(at) for at in range(size)).values()
    right = sum(root(one) == root(other) for one, other in truth)
    return 2 * right / max(1, sum(n * (n - 1) // 2 for n in sizes) + len(truth))


def records(score, thresholds):
    figures = []
    for seed in SEEDS:
        with open(pathlib.Path(sys.argv[4]) / f"noisy-{seed}.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        groups = collections.defaultdict(list)
        for at, row in enumerate(rows):
            groups[row["entity"]].append(at)
        truth = {pair for group in groups.values() for pair in itertools.combinations(group, 2)}
        start = time.perf_counter()
        scored = [(min(a, b), max(a, b), score) for a, b, score in score(rows)]
        seconds = time.perf_counter() - start
        kept = [{(a, b) for a, b, score in scored if score >= threshold} for threshold in thresholds]
        figures.append(
            (
                max(f1_of_pairs(pairs, truth) for pairs in kept),
                max(f1_of_clusters(pairs, truth, len(rows)) for pairs in kept),
                seconds,
            )
        )
    means = [sum(column) / len(figures) for column in zip(*figures)]
    return dict(zip(("f1", "all", "seconds"), means))


def fields(row):
    return " ".join(row[name] for name in ("name", "acronym", "city", "country")).lower()


def tfidf_records(rows):
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit_transform([fields(row) for row in rows])
    near = (vectors @ vectors.T).tocoo()
    return [(a, b, score) for a, b, score in zip(near.row, near.col, near.data) if a < b and score >= 0.5]


def rapidfuzz_records(rows):
    import numpy
    from rapidfuzz import fuzz, process

    texts = [fields(row) for row in rows]
    near = process.cdist(texts, texts, scorer=fuzz.token_sort_ratio, score_cutoff=50, dtype=numpy.uint8)
    return [(a, b, near[a, b] / 100) for a, b in zip(*near.nonzero()) if a < b]


def splink_records(rows):
    import pandas
    import splink.comparison_library as compare
    from splink import block_on

    frame = pandas.DataFrame(rows).drop(columns=["entity"]).rename(columns={"id": "unique_id"}).replace("", None)
    frame["name"] = frame.name.str.lower()
    frame["host"] = frame.website.str.lower().str.replace(r"^(https?://)?(www\.)?", "", regex=True).str.split("/").str[0]

    def weighed(comparison):
        return comparison.configure(term_frequency_adjustments=True)

    comparisons = [
        weighed(compare.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.7])),
        compare.ExactMatch("acronym"),
        weighed(compare.JaroWinklerAtThresholds("city", [0.9])),
        weighed(compare.ExactMatch("country")),
        weighed(compare.ExactMatch("host")),
        compare.ExactMatch("established"),
    ]
    blocks = [
        block_on("name"),
        block_on("substr(name,1,6)", "country"),
        block_on("host"),
        block_on("city", "established"),
        block_on("acronym", "country"),
        block_on("city", "substr(name,1,3)"),
    ]
    sure, training = [block_on("name", "country"), block_on("host")], [block_on("host"), block_on("city", "country")]
    found = predict([frame], "dedupe_only", comparisons, blocks, sure, training)
    return [(int(a), int(b), p) for a, b, p in zip(found.unique_id_l, found.unique_id_r, found.match_probability)]


HUNDREDTHS = [step / 100 for step in range(50, 100, 4)]
WAYS = {
    "strings": {
        "TF-IDF, trigrams": lambda: strings(tfidf("char_wb", (3, 3))),
        "TF-IDF, 2 to 4 letters": lambda: strings(tfidf("char_wb", (2, 4))),
        "TF-IDF, words": lambda: strings(tfidf("word", (1, 1))),
        "rapidfuzz, ratio": lambda: strings(rapidfuzz("ratio")),
        "rapidfuzz, token_sort_ratio": lambda: strings(rapidfuzz("token_sort_ratio")),
        "rapidfuzz, WRatio": lambda: strings(rapidfuzz("WRatio")),
        "Splink": lambda: strings(splink_strings),
    },
    "records": {
        "TF-IDF, 2 to 4 letters": lambda: records(tfidf_records, HUNDREDTHS),
        "rapidfuzz, token_sort_ratio": lambda: records(rapidfuzz_records, HUNDREDTHS),
        "Splink": lambda: records(splink_records, [0.5]),
        "Splink, at the best probability": lambda: records(splink_records, [0.5, 0.9, 0.99, 0.999]),
    },
}
COLUMNS = {"strings": ["F1", "F1, what the catalogue lacks missed"], "records": ["F1 of pairs", "F1 of clusters"]}


def measured(command):
    """The figures of a process, with the most memory that it had at once, in MB."""
    read, write = os.pipe()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, write, 1), (os.POSIX_SPAWN_CLOSE, read)])
    os.close(write)
    with os.fdopen(read) as output:
        last = output.read().splitlines()[-1:]
    _, status, usage = os.wait4(child, 0)
    if status or not last:
        sys.exit(f"{command} failed")
    return {**json.loads(last[0]), "memory": usage.ru_maxrss / 1024}


def main():
    milieu = os.environ.get("MILIEU_LINKING") or common.build("linking")["linking"]
    with tempfile.TemporaryDirectory() as folder:
        for kind, ways in WAYS.items():
            commands = {"milieu": [milieu, "beside", kind] + ([folder] if kind == "records" else [])}
            commands |= {way: [sys.executable, __file__, "way", kind, way, folder] for way in ways}
            rows = []
            for way, command in commands.items():
                print(f"{kind}: {way}", file=sys.stderr)
                rows.append((way, measured(command)))
            cells = [[way, f"{f['f1']:.3f}", f"{f['all']:.3f}", f"{f['seconds']:.2f}", f"{f['memory']:.0f}"] for way, f in rows]
            print(f"\n{kind}\n\n{common.table(['way', *COLUMNS[kind], 'seconds', 'MB'], cells)}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["way"]:
        print(json.dumps({name: float(figure) for name, figure in WAYS[sys.argv[2]][sys.argv[3]]().items()}))
    else:
        main()
