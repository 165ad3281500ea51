"""The recognisers that the package ships: loading, probabilities, findings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.files.errors import InputError
from alignsurvey.privacy.recognise import learnt

SIZE = 20_000_000  # bytes that a language may weigh


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_language_ships_with_its_card_and_stays_small(language):
    folder = learnt.FOLDER / language / "recogniser"
    assert (folder / "README.md").is_file()
    assert sum(path.stat().st_size for path in folder.iterdir()) < SIZE


@pytest.mark.parametrize(
    ("language", "text", "kind", "name"),
    [
        ("en", "Then we asked Theodora Vance about the rent.", "PERSON", "Theodora Vance"),
        ("en", "then we asked theodora vance about the rent", "PERSON", "theodora vance"),
        ("zh", "后来我们去找欧阳雪梅商量房租。", "PERSON", "欧阳雪梅"),
        ("zh", "后来我们去找欧阳雪梅商量房租", "PERSON", "欧阳雪梅"),
    ],
)
def test_a_name_is_found(language, text, kind, name):
    (found,) = learnt.load(language).find([text])
    assert [(one.kind, text[one.start : one.end]) for one in found] == [(kind, name)]


def test_a_missing_recogniser_is_named(tmp_path):
    with pytest.raises(InputError, match="no recogniser of en"):
        learnt.load("en", tmp_path)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "zh"]))
def test_tokens_cover_any_text_in_order(text, language):
    (scores,) = learnt.load(language).scores([text])
    assert len(scores.starts) == len(scores.ends) == len(scores.tags)
    assert all(0 <= s < e <= len(text) for s, e in zip(scores.starts, scores.ends, strict=True))
    assert list(scores.starts) == sorted(scores.starts)
    assert ((scores.tags >= 0) & (scores.tags <= 1)).all()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_batch_scores_what_single_texts_score(language):
    texts = ["My name is Ann.", "", "我叫李小梅。", "ok"]
    model = learnt.load(language)
    for together, text in zip(model.scores(texts), texts, strict=True):
        (alone,) = model.scores([text])
        assert abs(together.tags - alone.tags).max(initial=0) < 1e-5
