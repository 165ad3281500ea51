"""Many interviews and long ones: the same text whatever is beside it, time in proportion to the length."""

import pytest

from alignsurvey.corpus import Context
from alignsurvey.corpus.interviews.anonymisation import anonymise, anonymise_share, finished_or_made
from alignsurvey.corpus.transcripts import Transcript
from alignsurvey.corpus.unfinished import Share, Unfinished
from alignsurvey.privacy.pseudonymise import interview

KEY = bytes(range(32))
SAID = {
    "en": "On day {0} Margaret Holloway, my sister, rang me on 415-555-{0:04d} about case {0} and we talked. ",
    "zh": "第{0}天欧阳晓峰老师打我的手机1380013{0:04d}，说到第{0}号事情，我们谈了很久，他说生活压力不大。",
}


def _transcript(name, language, turns):
    said = tuple({"speaker": "A" if turn % 2 else "B", "text": text} for turn, text in enumerate(turns))
    return Transcript(name, language, said)


def _long(language, characters=100_000):
    """Sentences that are all different, so that no piece is looked at only once."""
    sentence = SAID[language]
    return "".join(sentence.format(number) for number in range(characters // len(sentence.format(1)) + 1))


@pytest.mark.parametrize("language", sorted(SAID))
@pytest.mark.parametrize("turns", [1, 500])
def test_an_interview_of_100_000_characters_comes_out_whole_and_without_names(language, turns):
    text = _long(language)
    assert len(text) >= 100_000
    step = -(-len(text) // turns)
    pieces = [text[start : start + step] for start in range(0, len(text), step)]
    ((written, report),) = finished_or_made([_transcript("long", language, pieces)], KEY)
    assert len(written) == len(pieces)
    assert report["characters"] == len(text)
    if turns == 1:
        said = written[0]["text"]
        assert "Holloway" not in said
        assert "欧阳" not in said
        assert "415-555" not in said
        assert "1380013" not in said
        assert len(said) > 0.6 * len(text)


@pytest.mark.parametrize("language", sorted(SAID))
def test_the_work_grows_with_the_length_and_not_with_its_square(language, monkeypatch):
    """What is folded, counted in signs, is a few times the text, however many names it holds."""
    folded = []
    fold = interview.fold
    monkeypatch.setattr(interview, "fold", lambda text: folded.append(len(text)) or fold(text))
    text = _long(language, 20_000)
    list(finished_or_made([_transcript("long", language, [text])], KEY))
    assert sum(folded) < 8 * len(text)


def _several(language="zh"):
    return [_transcript(f"i{number}", language, [_long(language, 300), f"好的{number}。"]) for number in range(5)]


def test_an_interview_comes_out_the_same_whatever_is_beside_it_and_in_any_number_of_processes():
    together = list(finished_or_made(_several(), KEY))
    alone = [next(finished_or_made([one], KEY)) for one in _several()]
    assert together == alone == list(finished_or_made(_several(), KEY, workers=2))


def test_what_is_kept_is_taken_and_not_made_again(tmp_path, monkeypatch):
    kept = Unfinished(tmp_path / "kept", KEY)
    first = list(finished_or_made(_several(), KEY, unfinished=kept))
    monkeypatch.setattr("alignsurvey.privacy.anonymise_interviews", None)
    assert list(finished_or_made(_several(), KEY, unfinished=kept)) == first


def test_an_interview_that_was_changed_is_made_again(tmp_path):
    kept = Unfinished(tmp_path / "kept", KEY)
    list(finished_or_made(_several(), KEY, unfinished=kept))
    changed = _transcript("i0", "zh", ["改过了。"])
    ((turns, _),) = finished_or_made([changed], KEY, unfinished=kept)
    assert turns[0]["text"] == "改过了。"


def test_tasks_make_their_shares_and_together_all(tmp_path):
    kept = Unfinished(tmp_path / "kept", KEY)
    for rank in range(2):
        anonymise_share(_several(), Context("c", 0, KEY, 1, unfinished=kept, share=Share("interviews", rank, 2)))
        assert len(list((tmp_path / "kept" / "interviews").glob("*/*"))) == (3, 5)[rank]


def test_interviews_come_with_the_number_of_known_values_that_were_searched():
    context = Context("c", 0, KEY, 1)
    known = (("PERSON", "Margaret Holloway"), ("EMPLOYER", "Zzyzx Ltd"))
    transcript = Transcript("i", "en", ({"speaker": "A", "text": "Margaret Holloway works there."},), known)
    ((turns, _),) = anonymise([transcript], context)
    assert "Holloway" not in turns[0]["text"]
    assert context.facts["known_values"] == {"searched": 2, "left": {}}


def test_what_is_kept_is_for_its_owner_alone(tmp_path):
    kept = Unfinished(tmp_path / "kept", KEY)
    list(finished_or_made(_several()[:1], KEY, unfinished=kept))
    (piece,) = (tmp_path / "kept" / "interviews").glob("*/*")
    assert piece.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
