"""What keeps evaluations and repeats out of the foundation corpus, at its size: 44,021 dialogues, 411,174 answers.

Run: python benchmarks/screen_foundation.py [dialogues] [answers]. The dialogues are made of the words of the phrase
files of corpus_builders/interviews, a third in Chinese, with scripted questions that come again and interviews that are
copied with small changes; the answers are those of build_survey.py. The evaluation holds 6,000 utterances, a few
of which the dialogues repeat, and the respondents of one of the files, whom it knows by their answers alone.

Peers, in the same run: n-gram sets in plain Python over the same utterances (as decontamination is done by
lm-evaluation-harness, without its index on disk), and all pairs of windows by scikit-learn's HashingVectorizer and a
sparse product, on the first 4,000 windows, because their time grows with the square.
"""

import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from build_survey import RECORDS, prepare

DIALOGUES = 44_021  # of the Social Foundation Corpus (arXiv 2511.07871)
PAIRS = 4_000
PHRASES = Path(__file__).parents[1] / "corpus_builders" / "interviews"


def texts_in(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_in(inner)]
    return [text for inner in value for text in texts_in(inner)] if isinstance(value, list) else [str(value)]


class Talk:
    """Draws utterances; every third interview is Chinese."""

    def __init__(self, seed):
        from alignsurvey.files.yaml import load

        self.draw = random.Random(seed)
        words = [text for text in texts_in(load(PHRASES / "phrases.en.yaml")) if "{" not in text]
        self.english = [word for text in words for word in text.split()]
        self.chinese = "".join(text for text in texts_in(load(PHRASES / "phrases.zh.yaml")) if "{" not in text)
        self.script = [self.said(number % 3 == 2) for number in range(60)]

    def said(self, chinese):
        if chinese:
            return "".join(self.draw.choices(self.chinese, k=self.draw.randint(20, 120)))
        return " ".join(self.draw.choices(self.english, k=self.draw.randint(15, 80)))

    def interview(self, chinese):
        asked = [self.draw.choice(self.script) if self.draw.random() < 0.3 else self.said(chinese) for _ in range(10)]
        return [text for question in asked for text in (question, self.said(chinese))]


def dialogues(count, held, seed=1):
    """(None, record) of `count` windows; one interview in 20 is followed by a copy, one in 50 says what is held out."""
    talk, made, number = Talk(seed), [], 0
    while len(made) < count:
        texts = talk.interview(number % 3 == 2)
        if talk.draw.random() < 0.02:
            texts[5] = f"Well, {talk.draw.choice(held)} indeed"
        again = [text if talk.draw.random() < 0.7 else f"{text} indeed" for text in texts]
        for copy in [texts, again] if talk.draw.random() < 0.05 else [texts]:
            turns = [{"speaker": ("interviewer", "interviewee")[n % 2], "text": text} for n, text in enumerate(copy)]
            made += [(None, {
                "id": f"talk/{number:06}/{place:04}", "interview_id": f"{number:06}", "source": "talk",
                "history": turns[max(place - 5, 0) : place], "speaker": turns[place]["speaker"],
                "response": turns[place]["text"],
            }) for place in range(1, len(turns))]  # fmt: skip
            number += 1
    return made[:count]


def surveys(folder):
    from alignsurvey.corpus import read_codebook
    from alignsurvey.corpus.survey.survey import find_layout, read_layout

    for path in sorted(folder.glob("corpus_builders/*/codebook.yaml")):
        for wave in read_codebook(path).waves:
            yield read_layout(
                *find_layout(wave, folder / "raw", path.parent.name), wave.name, path.parent.name, bytes(32)
            )


def held_out(texts, survey):
    """The evaluation: utterances, and what the respondents of a survey say to all of its questions."""
    from alignsurvey.corpus.decontaminate.evaluations import TEXT, WORDING, Evaluation
    from alignsurvey.corpus.decontaminate.ngrams import normalised
    from alignsurvey.corpus.decontaminate.passages import passages
    from alignsurvey.corpus.decontaminate.same_answers import answers_of

    found = Evaluation(texts={normalised(text) for text in texts})
    found.answers.append(answers_of(survey))
    for item in survey.items:
        for _, wording in item.versions:
            found.add(wording, item.question.choices)
    found.passages = passages({WORDING: list(found.wordings), TEXT: texts})
    return found


def by_sets(records, texts):
    """Which utterances share 13 words or 20 characters with the held-out texts, by sets of tuples."""
    from alignsurvey.corpus.decontaminate.ngrams import tokens

    def grams(text):
        found = tokens(text)
        size = 20 if any(len(token) == 1 and token > "\u3400" for token in found) else 13
        return {tuple(found[start : start + size]) for start in range(len(found) - size + 1)}

    known = set().union(*(grams(text) for text in texts))
    said = {text for record in records for text in (*(turn["text"] for turn in record["history"]), record["response"])}
    return sum(bool(grams(text) & known) for text in said)


def by_passages(records, texts):
    """As by_sets, and also shorter texts that stand whole in an utterance."""
    from alignsurvey.corpus.decontaminate.passages import kinds_of, passages

    said = {text for record in records for text in (*(turn["text"] for turn in record["history"]), record["response"])}
    return sum(map(bool, kinds_of(list(said), passages({"text": texts}))))


def by_pairs(windows):
    """Pairs of windows of a Jaccard similarity of 0.8 or more, by a sparse product of all with all."""
    from sklearn.feature_extraction.text import HashingVectorizer

    vectors = HashingVectorizer(
        analyzer="word", token_pattern=r"\w+", ngram_range=(5, 5), n_features=2**24, binary=True, norm=None,
        alternate_sign=False,
    ).transform(windows)  # fmt: skip
    sizes = vectors.getnnz(axis=1)
    shared = (vectors @ vectors.T).tocoo()
    return int((shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data) >= 0.8).sum() - len(windows)) // 2


def timed(function, *arguments):
    start = time.perf_counter()
    return function(*arguments), time.perf_counter() - start


def main():
    from alignsurvey.corpus.decontaminate.repeats import drop_repeats
    from alignsurvey.corpus.decontaminate.screen import screen
    from alignsurvey.corpus.records.chunks import Config

    count, answers = (int(given) for given in (*sys.argv[1:3], *(DIALOGUES, RECORDS)[len(sys.argv) - 1 :]))
    talk = Talk(9)
    held = [talk.said(number % 3 == 2) for number in range(6_000)]
    made = dialogues(count, held)
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name), answers)
        read = list(surveys(Path(name)))
        against, preparing = timed(held_out, held, next(one for one in read if one.source.startswith("spending")))
        records = [record for _, record in made]
        _, plain = timed(by_sets, records, held)
        made_configs = (Config("qualitative", records=made), Config("quantitative", surveys=read))
        configs = {config.name: config for config in made_configs}
        report, screening = timed(screen, configs, against, bytes(32))
    first = Config("qualitative", records=configs["qualitative"].records[:PAIRS])
    windows = [" ".join([*(turn["text"] for turn in one["history"]), one["response"]]) for _, one in first.records]
    repeats, removing = timed(drop_repeats, configs["qualitative"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    _, few = timed(drop_repeats, first)
    _, alone = timed(by_passages, records, held)
    _, squares = timed(by_pairs, windows)
    print(json.dumps({"checked": report["checked"], "dropped": report["dropped"], "repeats": repeats["removed"]}))
    print(f"contamination: {preparing + screening:.1f} s; the utterances alone {alone:.1f} s, by sets in plain Python "
          f"{plain:.1f} s; ratio {alone / plain:.2f}")  # fmt: skip
    print(f"repeats: {removing:.1f} s; {len(windows):,} windows {few:.2f} s, by scikit-learn's sparse product "
          f"{squares:.2f} s; ratio {few / squares:.2f}")  # fmt: skip
    print(f"{peak:.2f} GiB at most, before the second peer")


if __name__ == "__main__":
    main()
