"""The metric's page: a table to fill or a file to drop, and scores with what they mean."""

from alignsurvey.hub.stage.metric_page import build_page

NAME = "alignsurvey_social_role"
ABOUT = "Attributes of a respondent inferred from an interview, against the profile."
# Column of the table -> (argument of the metric, kind of its cells), and rows to start with, by config.
FIELDS = {
    "default": {
        "prediction": ("predictions", "text"),
        "reference": ("references", "text"),
        "attribute": ("attributes", "text"),
        "choices": ("choices", "texts"),
        "attribute_group": ("attribute_groups", "text"),
    },
}
EXAMPLES = {
    "default": [
        {
            "prediction": '["parents", "children"]',
            "reference": '["children", "parents"]',
            "attribute": "family members",
        },
        {"prediction": "三口人", "reference": "3", "attribute": "家里人口数"},
    ],
}


def page():
    """The Blocks of the page."""
    return build_page(NAME, ABOUT, __file__, FIELDS, EXAMPLES)


if __name__ == "__main__":
    page().launch()
