"""eval.yaml of a data set, run by inspect-ai from a loopback Hub; `make test-harness` sets up its environment."""

import json
import subprocess
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from alignsurvey import tasks
from alignsurvey.report.hub_results import benchmark

pytestmark = pytest.mark.outside
PYTHON = Path(__file__).parents[2] / "build" / "environments" / "inspect" / "bin" / "python"
REPOSITORY = "Toy/alignsurvey-toy"
RECORDS = {
    "survey_response": [
        {"choices": ["too little", "about right", "too much"], "answer": 1, "target": "B. about right"},
        {"choices": ["满意", "不满意"], "answer": 0, "target": "A. 满意"},
    ],
    "attitude_stance": [{"stance": "negative", "target": '{"stance": "negative", "reason": "costs"}'}],
    "social_role": [{"answer": ["own house"], "target": '["own house"]', "choices": ["own house", "rented"]}],
    "interview": [{"response": "I moved here for work.", "target": "I moved here for work."}],
}
# What a model that is right, and one that is wrong, replies to the records above.
RIGHT = {
    "survey_response": ["B. about right", "A. 满意"],
    "attitude_stance": ['{"stance": "negative", "reason": "it costs too much"}'],
    "social_role": ['["own house"]'],
    "interview": ["I moved here for work."],
}
WRONG = {
    "survey_response": ["C. too much", "nothing"],
    "attitude_stance": ['{"stance": "positive"}'],
    "social_role": ["tenant"],
    "interview": ["Nobody knows."],
}
EVAL = """
import json, sys
from inspect_ai import eval
from inspect_ai.model import ModelOutput, ModelUsage, get_model

def said(text):  # with its usage, so that no tokeniser is fetched to count it
    output = ModelOutput.from_content("mockllm/model", text)
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return output

model = get_model("mockllm/model", custom_outputs=[said(text) for text in json.loads(sys.argv[2])])
(log,) = eval(sys.argv[1], model=model, max_samples=1, max_connections=1, log_dir=sys.argv[3], display="plain")
scores = log.results.scores if log.results else []
found = {name: value.value for score in scores for name, value in score.metrics.items()}
print(json.dumps([log.status, str(log.error), found]))
"""
PUBLISH = """
import sys
from pathlib import Path
from alignsurvey.hub.publish import publish
publish(Path(sys.argv[1]), sys.argv[2], "dataset", "v1.0.0", "Toy")
"""


@pytest.fixture(scope="module")
def environment(hub, tmp_path_factory):
    """A loopback Hub that holds one record or two of every config that a harness can run."""
    folder = tmp_path_factory.mktemp("toy")
    lines = ["---", "configs:"]
    for config, records in RECORDS.items():
        (folder / config).mkdir()
        prompt = [{"role": "user", "content": "How do you see it?"}]
        rows = [{"id": str(number), "prompt": prompt, **record} for number, record in enumerate(records)]
        table = pyarrow.Table.from_pylist(rows, schema=tasks.arrow_schema(config))
        pyarrow.parquet.write_table(table, folder / config / "test.parquet")
        lines += [f"- config_name: {config}", f"  data_files: [{{split: test, path: {config}/test.parquet}}]"]
    (folder / "README.md").write_text("\n".join([*lines, "---", ""]), encoding="utf-8")
    (folder / "eval.yaml").write_text(benchmark("Toy", "Toy.", list(RECORDS)), encoding="utf-8")
    hub.python(PUBLISH, folder, REPOSITORY)
    return {**hub.env, "HF_HOME": str(tmp_path_factory.mktemp("home"))}


@pytest.mark.parametrize("config", RECORDS)
@pytest.mark.parametrize(("replies", "expected"), [(RIGHT, 1.0), (WRONG, 0.0)], ids=["right", "wrong"])
def test_inspect_scores_right_replies_1_and_wrong_ones_0(environment, tmp_path, config, replies, expected):
    assert PYTHON.is_file(), "run `make test-harness`, which sets it up"
    command = [PYTHON, "-c", EVAL, f"hf/{REPOSITORY}/{config}", json.dumps(replies[config]), tmp_path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    status, error, metrics = json.loads(done.stdout.splitlines()[-1])
    assert status == "success", error
    assert next(value for name, value in metrics.items() if name in {"accuracy", "mean"}) == expected
