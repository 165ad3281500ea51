"""The report of defects: counts, places, no text."""

from alignsurvey.corpus.defects import KINDS, Defects, ranges


def test_numbers_are_written_as_ranges():
    assert ranges([7, 1, 2, 3, None, 9, 10]) == "1-3, 7, 9-10"
    assert ranges([]) == ""


def test_a_record_counts_once_for_each_kind():
    defects = Defects()
    defects.add_file("a.json", 3)
    for number in (1, 2, 2):
        defects.add("a.json", "empty output", number)
    assert [(row["kind"], row["count"]) for row in defects.rows()] == [("empty output", 2)]
    assert defects.report()["defects"][0]["records"] == "1-2"


def test_records_made_and_left_out_add_up():
    defects = Defects()
    defects.add_file("a.json", 2)
    defects.add_made("a.json")
    defects.add_left_out("a.json", "other prompt", 2)
    facts = defects.report()["files"]["a.json"]
    assert facts["made"] + facts["left_out"] == facts["records"]


def test_nothing_was_read_nothing_is_reported():
    assert not Defects()


def test_every_kind_says_what_it_is_and_what_was_done():
    assert all(what and done for what, done in KINDS.values())
