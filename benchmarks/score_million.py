"""A million survey answers scored by `scoring.survey_response`, against a loop of regular expressions and scikit-learn.

Run: python benchmarks/score_million.py [rows]. Prints seconds of both on the same texts in the same process, and their
ratio. Both read letters, texts and both; the loop reads less (no sentences, refusals, full-width forms).
"""

import itertools
import random
import re
import sys
import time

from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from alignsurvey.scoring import score_survey_response
from alignsurvey.scoring.replies.answers import render_choice
from alignsurvey.scoring.replies.choices import letter

ITEMS = (
    ("too little", "about right", "too much"),
    ("非常满意", "满意", "一般", "不满意"),
    ("Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don't know"),
)
QUESTIONS = 60


def make(rows, seed=42):
    """Predictions, references, shuffled choices and question ids."""
    draw = random.Random(seed)
    orders = [[list(order) for order in itertools.permutations(item)] for item in ITEMS]
    columns = [], [], [], []
    for row in range(rows):
        question = row % QUESTIONS
        shown = draw.choice(orders[question % len(ITEMS)])
        truth, mine = draw.randrange(len(shown)), draw.randrange(len(shown))
        reply = draw.choice(
            [render_choice(mine, shown), letter(mine), shown[mine], f"Answer: {letter(mine)}", "no idea"]
        )
        for column, value in zip(columns, (reply, render_choice(truth, shown), shown, f"q{question}"), strict=True):
            column.append(value)
    return columns


def by_row(predictions, references, choices, questions):
    """The usual script: one regular expression a row, a class a question and text, macro means from scikit-learn."""
    pattern = re.compile(r"^\s*(?:answer\s*[:：]\s*)?\(?([A-Z])(?:[.)、:]|$)\s*(.*)$", re.IGNORECASE)
    truths, replies = [], []
    for reply, truth, shown, question in zip(predictions, references, choices, questions, strict=True):
        truths.append(f"{question} {pattern.match(truth)[2]}")
        match = pattern.match(reply)
        place = ord(match[1].upper()) - 65 if match else len(shown)
        text = shown[place] if place < len(shown) else reply.strip() if reply.strip() in shown else "unread"
        replies.append(f"{question} {text}")
    classes = sorted(set(truths))
    scores = precision_recall_fscore_support(truths, replies, labels=classes, average="macro", zero_division=0)
    return accuracy_score(truths, replies), scores[2]


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    columns = make(rows)
    start = time.perf_counter()
    scores = score_survey_response(*columns[:3], question_ids=columns[3])
    ours = time.perf_counter() - start
    start = time.perf_counter()
    accuracy, f1 = by_row(*columns)
    loop = time.perf_counter() - start
    if abs(accuracy - scores["accuracy"]) > 1e-9 or abs(f1 - scores["f1"]) > 0.01:
        sys.exit(f"the two disagree: accuracy {scores['accuracy']} and {accuracy}, f1 {scores['f1']} and {f1}")
    print(
        f"{rows} rows: alignsurvey {ours:.1f} s, regular expressions and scikit-learn {loop:.1f} s: {loop / ours:.1f} x"
    )


if __name__ == "__main__":
    main()
