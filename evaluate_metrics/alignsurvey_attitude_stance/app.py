"""The metric's page: a table to fill or a file to drop, and scores with what they mean."""

from alignsurvey.hub.stage.metric_page import build_page

NAME = "alignsurvey_attitude_stance"
ABOUT = "Predicted stances and reasons against those of respondents, in English and Chinese."
# Column of the table -> (argument of the metric, kind of its cells), and rows to start with, by config.
# (Protocol "paper" knows the field "predict" alone.)
FIELDS = {
    "individual": {
        "prediction": ("predictions", "text"),
        "reference": ("references", "text"),
        "weight": ("weights", "number"),
    },
    "group": {
        "prediction": ("predictions", "shares"),
        "reference": ("references", "shares"),
        "positions": ("positions", "numbers"),
        "choices": ("choices", "texts"),
        "question_id": ("question_ids", "text"),
        "instruction": ("instructions", "text"),
    },
}
EXAMPLES = {
    "individual": [
        {
            "prediction": '{"predict": "positive", "reason": "The clinic is near."}',
            "reference": '{"predict": "positive", "reason": "The clinic is near and cheap."}',
        },
        {
            "prediction": '{"predict": "消极", "reason": "等得太久"}',
            "reference": '{"predict": "中立", "reason": "等得久，但医生好"}',
        },
    ],
    "group": [
        {
            "prediction": "A. 消极: 20%; B. 中立: 30%; C. 积极: 50%",
            "reference": "A. 消极: 10%; B. 中立: 30%; C. 积极: 60%",
        }
    ],
}


def page():
    """The Blocks of the page."""
    return build_page(NAME, ABOUT, __file__, FIELDS, EXAMPLES)


if __name__ == "__main__":
    page().launch()
