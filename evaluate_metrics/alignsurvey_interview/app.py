"""The metric's page: a table to fill or a file to drop, and scores with what they mean."""

from alignsurvey.hub.stage.metric_page import build_page

NAME = "alignsurvey_interview"
ABOUT = "Judges' replies about generated interview answers, read into scores of 1 to 5."
# Column of the table -> (argument of the metric, kind of its cells), and rows to start with, by config.
FIELDS = {
    "default": {f"judge {number}": ("predictions", "text") for number in range(1, 6)},
}
EXAMPLES = {
    "default": [
        {
            "judge 1": '{"naturalness": 4, "style_match": 3, "consistency": 5}',
            "judge 2": "Naturalness: 4.5, style match: 4, consistency: 4",
        },
        {
            "judge 1": "对话自然度：3分，风格匹配度：2分，访谈一致性：4分",
            "judge 2": '{"naturalness": 2, "style_match": 3, "consistency": 4}',
        },
    ],
}


def page():
    """The Blocks of the page."""
    return build_page(NAME, ABOUT, __file__, FIELDS, EXAMPLES)


if __name__ == "__main__":
    page().launch()
