"""Reading which choice a reply means."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.scoring.replies.answers import choice_or_none, read_choice, render_choice
from alignsurvey.scoring.replies.choices import letter
from alignsurvey.scoring.replies.exact import REFUSED, UNREADABLE

SPENDING = ("too little", "about right", "too much")
LIFE = ("满意", "一般", "不满意")
AGREE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
FREQUENT = ("very satisfied", "satisfied", "not satisfied", "not very satisfied", "dissatisfied", "don't know")
CHINESE = ("非常满意", "比较满意", "满意", "不太满意", "不满意", "非常不满意", "不了解")
NUMBERS = ("1", "2", "3", "10", "11", "20", "100", "1,000", "5万以下", "5万-20万", "100万以上", "-1", "0")
OTHERS = ("Yes", "No", "有", "无", "没有", "日常生活消费（食品、衣物等）", "$25,000 or more", "a lot", "Other")
POOL = sorted({*SPENDING, *LIFE, *AGREE, *FREQUENT, *CHINESE, *NUMBERS, *OTHERS})
RENDERINGS = [
    "{label}. {text}",
    "{label}",
    "{text}",
    "({label}) {text}",
    "({label})",
    "{label}) {text}",
    "{label}: {text}",
    "{label}、{text}",
    "{label}．{text}",
    "**{label}. {text}**",
    "“{text}”",
    "{text}.",
    "{text}。",
    " {label}. {text}\n",
    "{lower}",
    "Option {label}",
    "选项{label}",
    "Answer: {label}",
    "Answer: {label}. {text}",
    "The answer is {label}. {text}",
    "答案是{label}",
    "答案：{text}",
    "我选{label}",
    "<think>{other}? Or A. B? C.</think>\n{label}. {text}",
    "```\n{label}. {text}\n```",
    "```text\n{lower}\n```",
    '{{"answer": "{label}"}}',
    '```json\n{{"answer": "{label}. {text}", "reason": "not {other}"}}\n```',
    "Final answer: {text}",
    "[{label}]",
    "【{label}】",
    "I would choose {label}.",
    "analysis: {other}? assistantfinal{label}. {text}",
]


def _wide(text):
    return "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in text)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_choice_in_every_rendering_reads_as_itself(data):
    choices = data.draw(st.lists(st.sampled_from(POOL), min_size=2, max_size=8, unique=True))
    index = data.draw(st.integers(0, len(choices) - 1))
    form = data.draw(st.sampled_from(RENDERINGS))
    mark = letter(index)
    text = form.format(label=mark, lower=mark.lower(), text=choices[index], other=choices[index - 1])
    assert read_choice(text, choices) == index
    assert read_choice(text.upper() if "think" not in text and "assistant" not in text else text, choices) == index


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_full_width_renderings_read_alike(data):
    choices = data.draw(st.lists(st.sampled_from(POOL), min_size=2, max_size=6, unique=True))
    index = data.draw(st.integers(0, len(choices) - 1))
    text = data.draw(st.sampled_from([render_choice(index, choices), letter(index), choices[index]]))
    assert read_choice(_wide(text), choices) == index


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("abcdefgh 你我他们好坏", min_size=3, max_size=12), min_size=2, max_size=6), st.data())
def test_invented_choices_read_as_themselves(names, data):
    choices = list(dict.fromkeys(name.strip() for name in names if len(name.strip()) > 2))
    if not choices or len({name.replace(" ", "") for name in choices}) < len(choices):
        return
    index = data.draw(st.integers(0, len(choices) - 1))
    assert read_choice(render_choice(index, choices), choices) == index
    assert read_choice(choices[index], choices) == index


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_an_index_or_a_code(text, choices):
    assert read_choice(text, choices) in {REFUSED, UNREADABLE, *range(len(choices))}


@pytest.mark.parametrize(
    ("text", "choices", "index"),
    [
        ("I am not satisfied", ("satisfied", "not satisfied", "neutral"), 1),
        ("I think we spend too little on that, because schools matter.", SPENDING, 0),
        ("A person like me says about right", SPENDING, 1),
        ("neither too much nor too little, about right", SPENDING, 1),
        ("B. about right. I think too little would be bad.", SPENDING, 1),
        ("A. too little is what they say. My answer: C", SPENDING, 2),
        ("A. too little\nB. about right\nC. too much\nAnswer: B", SPENDING, 1),
        ("As an AI I cannot choose, but if I had to: B", SPENDING, 1),
        ("我不满意", LIFE, 2),
        ("我觉得一般吧，说不上好坏", LIFE, 1),
        ("不是很满意，一般", LIFE, 1),
        ("B因为生活还可以", LIFE, 1),
        ("我对公共服务非常满意", LIFE, 0),
        ("No, I would not", ("Yes", "No"), 1),
        ("prefer not to say", ("yes", "no", "prefer not to say"), 2),
        ("日常生活消费", ("日常生活消费（食品、衣物等）", "教育支出（学费等）"), 0),
        ("['100万以上']", ("5万以下", "100万以上"), 1),
        ("good", ("A. good", "B. bad"), 0),
        ("It is 10 for me", ("1", "10"), 1),
        ("答案：-1", ("0", "1", "-1"), 2),
        ("I think A is too harsh. A is wrong, C is wrong too. So B.", SPENDING, 1),
        ("A不对，C也不对，应该是B", LIFE, 1),
        ("30 to 49", ("18-29", "30-49"), 1),
        ("B. 30–49", ("18-29", "30-49"), 1),
        ("between $10000 and, well, $10000 to $24999", ("under $10,000", "$10,000 to $24,999"), 1),
        ("I don’t know", ("Yes", "No", "Don't know"), 2),
        ("是的，我有", ("是", "否"), 0),
        ("Strongly agree", ("Agree strongly", "Agree", "Disagree"), 0),
        ("I disagree strongly with this", AGREE, 4),
        ("agree strongly", AGREE, 0),
        ("B: about right because A: too little would be bad", SPENDING, 1),
        ("I'd pick option B over option A.", SPENDING, 1),
        ("既不是A也不是C，应该是B", LIFE, 1),
        ("B.一般\n\n理由：收入不高，非常满意的可能性不大。", LIFE, 1),
        ("We do not spend too much; we spend too little.", SPENDING, 0),
        ("\\boxed{B}", SPENDING, 1),
        ("B. about right<|im_end|>", SPENDING, 1),
        ("<answer>about right</answer>", SPENDING, 1),
        ("As an AI language model I have no view, but if forced to choose: B. about right", SPENDING, 1),
        ("不是非常满意，只能说一般", LIFE, 1),
        ("Not A but B", SPENDING, 1),
        ("not agree but disagree", AGREE, 3),
        ("I'd say no because it hurts", ("yes", "no"), 1),
        ("我有", ("有", "没有"), 0),
    ],
)
def test_sentences(text, choices, index):
    assert read_choice(text, choices) == index


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("", SPENDING),
        ("B. too much", SPENDING),
        ("too little or too much, hard to say", SPENDING),
        ("A. too little\nB. about right\nC. too much", SPENDING),
        ("D", SPENDING),
        ("<think>B. about right, surely", SPENDING),
        ("I'm not satisfied", ("satisfied", "dissatisfied")),
        ("I am not very satisfied", ("satisfied", "dissatisfied")),
        ("不太满意", ("满意", "一般")),
        ("满意和不满意都有", LIFE),
        ("I have no idea", ("Yes", "No")),
        ("A", ("B", "A")),
        ("A or B", SPENDING),
        ("A or B. about right", ("about right", "too much")),
        ("A和B都可以", LIFE),
        ("10-20", ("10", "20")),
        ("10 to 20", ("10", "20")),
        ("N/A", SPENDING),
        ("7/10", ("7", "10")),
        ("toomuch", SPENDING),
        ("Very likely not.", ("Very likely", "Not at all likely")),
        ("A\nB", SPENDING),
        ("I don't know", SPENDING),
        ("very", ("very good", "very bad")),
        ("yes", ("yes, a lot", "yes, a little", "no")),
    ],
)
def test_ambiguous_and_strange_replies_are_unreadable(text, choices):
    assert read_choice(text, choices) == UNREADABLE
    assert choice_or_none(text, choices) is None


@pytest.mark.parametrize(
    ("text", "choices", "index"),
    [
        ("about-right", SPENDING, 1),
        ("21-40", ("0-20%", "21-40%"), 1),
        ("strongly-disagree", AGREE, 4),
        ("I do not know", ("yes", "no", "Don't know"), 2),
        ("dont know", ("yes", "no", "Don't know"), 2),
        ("Don't know", ("yes", "no", "Do not know"), 2),
        ("Neither", AGREE, 2),
        ("Not at all.", ("very important", "not too important", "not at all important"), 2),
        ("No", ("Yes, definitely", "No, not at all"), 1),
        ("没有", ("有", "无"), 1),
        ("无", ("有", "没有"), 1),
        ("不是", ("是", "否"), 1),
    ],
)
def test_other_spellings_and_beginnings(text, choices, index):
    assert read_choice(text, choices) == index


@pytest.mark.parametrize("text", ["7/10", "7 out of 10", "I would say 7/10.", "７／１０", "7 / 10, I think"])
def test_a_mark_out_of_the_highest_of_a_scale(text):
    assert read_choice(text, [str(number) for number in range(11)]) == 7


@pytest.mark.parametrize(
    "text",
    [
        "As an AI, I cannot answer this.",
        "I'm sorry, I can't help with that",
        "作为一个人工智能，我无法回答这个问题。",
        "抱歉，不便回答",
        "I prefer not to answer",
        "I choose not to answer",
        "I cannot determine which option",
        "这个问题我不想回答",
        "我不方便回答",
        "无可奉告",
    ],
)
def test_refusals_are_told_apart(text):
    assert read_choice(text, SPENDING) == REFUSED


def test_labels_go_past_z():
    choices = [f"choice number {number}" for number in range(30)]
    assert letter(27) == "AB"
    assert read_choice("AB", choices) == 27


def test_no_choices_are_an_error():
    with pytest.raises(ValueError, match="at least one"):
        read_choice("A", [])


@pytest.mark.parametrize("part", ["A.", "答案", "A too little. ", "not ", "Answer: ", "一", '{"a":'])
def test_a_reply_that_repeats_itself_takes_no_time(part):
    start = time.process_time()
    read_choice(part * (20_000 // len(part)), SPENDING)
    assert time.process_time() - start < 3
