"""How many names a second a server reconciles, by the size of a batch.

    milieu target add ror ror-data.zip --targets shelf
    milieu serve --store DIR --port 7999 --target ror --targets shelf
    python3 benches/reconcile.py --at http://127.0.0.1:7999/reconcile/ror --names h2020_orgs_2017.csv

Names are taken at random with a seed, with their countries as a property; one client asks batch after batch over one connection. What is
told is the median of the runs, names a second and milliseconds a batch, with the least and the most.
"""

import argparse
import csv
import http.client
import json
import random
import statistics
import time
import urllib.parse


def batches(rows, size):
    for start in range(0, len(rows) - size + 1, size):
        part = rows[start : start + size]
        queries = {
            f"q{at}": {"query": row["name"], "limit": 5, "properties": [{"pid": "country", "v": row["country"]}]}
            for at, row in enumerate(part)
        }
        yield urllib.parse.urlencode({"queries": json.dumps(queries)})


def run(connection, path, forms):
    matched = asked = 0
    begun = time.perf_counter()
    for form in forms:
        connection.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        body = json.load(answer)
        assert answer.status == 200, body
        asked += len(body)
        matched += sum(any(one["match"] for one in query["result"]) for query in body.values())
    return time.perf_counter() - begun, asked, matched


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", required=True, help="the address of the service")
    parser.add_argument("--names", required=True, help="a CSV with the columns name and country")
    parser.add_argument("--count", type=int, default=1000, help="how many names are asked in a run")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 50])
    asked = parser.parse_args()
    with open(asked.names, encoding="utf-8", newline="") as file:
        rows = random.Random(7).sample(list(csv.DictReader(file)), asked.count)
    address = urllib.parse.urlsplit(asked.at)
    connection = http.client.HTTPConnection(address.netloc, timeout=120)
    run(connection, address.path, batches(rows[:50], 10))
    print("batch  names/s (least to most)  ms a batch  matches")
    for size in asked.sizes:
        forms = list(batches(rows, size))
        runs = [run(connection, address.path, forms) for _ in range(asked.runs)]
        rates = [count / seconds for seconds, count, _ in runs]
        batch = statistics.median(seconds for seconds, _, _ in runs) / len(forms) * 1000
        print(f"{size:5}  {statistics.median(rates):7.0f} ({min(rates):.0f} to {max(rates):.0f})  {batch:10.1f}  {runs[0][2]} of {runs[0][1]}")


if __name__ == "__main__":
    main()
