from alignsurvey.corpus.decontaminate.repeats import drop_repeats
from alignsurvey.corpus.records.chunks import Config

STORY = "I moved to the city eleven years ago because there was no work left at home, and my brother had a room there."
OTHER = (
    "The first thing that I did was to look for a place of my own, which took me the whole winter and most of spring."
)
QUESTION = "Could you tell me a little about the place where you live now and how you came to live there?"


def config(*interviews):
    made = []
    for number, texts in enumerate(interviews):
        turns = [{"speaker": "interviewee", "text": text} for text in texts]
        for place in range(1, len(turns)):
            made.append((None, {
                "id": f"s/{number}/turn-{place:04}", "interview_id": str(number), "history": turns[:place],
                "speaker": "interviewee", "response": turns[place]["text"],
            }))  # fmt: skip
    return Config("qualitative", records=made)


def left(one):
    return [record["id"] for _, record in one.records]


def test_a_second_copy_of_an_interview_goes_whole():
    one = config(["Hello.", STORY, OTHER], ["hello", STORY.upper(), OTHER])
    report = drop_repeats(one)
    assert left(one) == ["s/0/turn-0001", "s/0/turn-0002"]
    assert report["checked"] == 4
    assert report["removed"] == {"exact window": 2}


def test_windows_that_differ_in_a_word_are_near():
    long = f"{STORY} {OTHER} {QUESTION}"
    one = config(["Hello.", long], ["Hello.", long.replace("eleven", "twelve")])
    assert drop_repeats(one)["removed"] == {"near window": 1}


def test_a_long_response_is_kept_once_and_a_common_phrase_everywhere():
    one = config([STORY, QUESTION, "Yes, I do."], [OTHER, QUESTION, "Yes, I do."])
    assert drop_repeats(one)["removed"] == {"exact response": 1}
    assert left(one) == ["s/0/turn-0001", "s/0/turn-0002", "s/1/turn-0002"]


def test_what_one_interview_says_twice_stays():
    one = config([STORY, QUESTION, STORY, QUESTION])
    assert drop_repeats(one)["removed"] == {}


def test_the_order_of_the_records_changes_nothing():
    one, other = config(["Hello.", STORY], ["Hello.", STORY]), config(["Hello.", STORY], ["Hello.", STORY])
    other.records.reverse()
    drop_repeats(one)
    drop_repeats(other)
    assert left(one) == left(other) == ["s/0/turn-0001"]


def test_a_window_alike_for_its_script_stays_where_it_ends_in_an_answer_of_its_own():
    script = " ".join([STORY, OTHER, QUESTION] * 2)
    answers = ["I mend nets by the sea and sell fish", "We teach young people how to read old maps"]
    one = config([script, answers[0]], [script, answers[1]], [script, answers[0] + " there"], [script, "Well, fine."])
    assert drop_repeats(one)["removed"] == {"near window": 2}
    assert left(one) == ["s/0/turn-0001", "s/1/turn-0001"]
