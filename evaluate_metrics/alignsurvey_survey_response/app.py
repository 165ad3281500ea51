"""The metric's page: a table to fill or a file to drop, and scores with what they mean."""

from alignsurvey.hub.stage.metric_page import build_page

NAME = "alignsurvey_survey_response"
ABOUT = "Predicted survey answers against those of real respondents."
# Column of the table -> (argument of the metric, kind of its cells), and rows to start with, by config.
FIELDS = {
    "individual": {
        "prediction": ("predictions", "text"),
        "reference": ("references", "text"),
        "choices": ("choices", "texts"),
        "question_id": ("question_ids", "text"),
        "respondent_id": ("respondent_ids", "text"),
        "weight": ("weights", "number"),
        "group": ("groups", "text"),
        "scale": ("scales", "numbers"),
        "probabilities": ("probabilities", "numbers"),
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
            "prediction": "B. about right",
            "reference": "B. about right",
            "choices": ["too little", "about right", "too much"],
        },
        {"prediction": "我选C", "reference": "A. 满意", "choices": ["满意", "一般", "不满意"]},
    ],
    "group": [{"prediction": "A: 40%, B: 60%", "reference": "A. yes: 45%; B. no: 55%"}],
}


def page():
    """The Blocks of the page."""
    return build_page(NAME, ABOUT, __file__, FIELDS, EXAMPLES)


if __name__ == "__main__":
    page().launch()
