"""The local Hub as datasets, evaluate, transformers and PEFT see it, each in a process of its own."""

import pytest

METRIC = """
import datasets
import evaluate
from .shared import double


class Doubled(evaluate.Metric):
    def _info(self):
        kinds = datasets.Features({"predictions": datasets.Value("int64"), "references": datasets.Value("int64")})
        return evaluate.MetricInfo(description="d", citation="", inputs_description="", features=kinds)

    def _compute(self, predictions, references):
        return {"doubled": sum(map(double, predictions)) - sum(references)}
"""


def test_load_dataset_by_tag_streaming_and_not(hub):
    told = hub.python(
        """
        import io
        from datasets import Dataset, get_dataset_config_names, load_dataset
        from huggingface_hub import CommitOperationAdd, HfApi

        def parquet(rows):
            stream = io.BytesIO()
            Dataset.from_dict(rows).to_parquet(stream)
            return stream.getvalue()

        api, repo = HfApi(), "Test/loaded"
        api.create_repo(repo, repo_type="dataset")
        head = "configs:\\n- config_name: survey\\n  default: true\\n  data_files:\\n"
        splits = "".join(f"  - split: {s}\\n    path: data/survey/{s}.parquet\\n" for s in ("train", "test"))
        other = "- config_name: group\\n  data_files:\\n  - split: test\\n    path: data/group/test.parquet\\n"

        def publish(value, tag):
            files = {
                "README.md": f"---\\n{head}{splits}{other}---\\n".encode(),
                "data/survey/train.parquet": parquet({"id": ["a", "b"], "答": [value, value]}),
                "data/survey/test.parquet": parquet({"id": ["c"], "答": [value]}),
                "data/group/test.parquet": parquet({"n": [value]}),
            }
            operations = [CommitOperationAdd(path, content) for path, content in files.items()]
            api.create_commit(repo, operations, commit_message=tag, repo_type="dataset")
            api.create_tag(repo, tag=tag, repo_type="dataset")

        publish(1, "v1.0.0")
        publish(2, "v2.0.0")
        for version, value in (("v1.0.0", 1), ("v2.0.0", 2)):
            for streaming in (False, True):
                rows = load_dataset(repo, "survey", revision=version, split="train", streaming=streaming)
                assert list(rows) == [{"id": "a", "答": value}, {"id": "b", "答": value}], (version, streaming)
        assert list(load_dataset(repo, revision="v2.0.0")) == ["train", "test"]
        assert sorted(get_dataset_config_names(repo)) == ["group", "survey"]
        print(load_dataset(repo, "group", split="test")["n"][0])
        """
    )
    assert told.split() == ["2"]


def test_evaluate_loads_a_metric_space(hub):
    told = hub.python(
        """
        import sys
        from huggingface_hub import CommitOperationAdd, HfApi

        api, repo = HfApi(), "Test/doubled"
        api.create_repo(repo, repo_type="space", space_sdk="gradio")
        files = {
            "doubled.py": sys.argv[1].encode(),
            "shared.py": b"def double(x):\\n    return 2 * x\\n",
            "README.md": b"---\\nsdk: gradio\\ntags: [evaluate, metric]\\n---\\n",
        }
        operations = [CommitOperationAdd(path, content) for path, content in files.items()]
        api.create_commit(repo, operations, commit_message="metric", repo_type="space")
        import evaluate

        print(evaluate.load(repo).compute(predictions=[1, 2], references=[1, 1])["doubled"])
        """,
        METRIC,
    )
    assert told.split() == ["4"]


def test_an_adapter_loads_with_its_base(hub):
    pytest.importorskip("peft")
    told = hub.python(
        """
        import torch
        from peft import AutoPeftModelForCausalLM, LoraConfig, get_peft_model
        from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

        torch.manual_seed(0)
        shape = dict(hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, vocab_size=64)
        LlamaForCausalLM(LlamaConfig(**shape)).push_to_hub("Test/tiny-base")
        base = AutoModelForCausalLM.from_pretrained("Test/tiny-base")
        adapter = get_peft_model(base, LoraConfig(r=2, target_modules="all-linear", init_lora_weights=False))
        adapter.push_to_hub("Test/tiny-adapter")
        loaded = AutoPeftModelForCausalLM.from_pretrained("Test/tiny-adapter")
        ids = torch.tensor([[1, 2, 3]])
        same = torch.equal(adapter.eval()(ids).logits, loaded.eval()(ids).logits)
        print(same, loaded.peft_config["default"].base_model_name_or_path)
        """
    )
    assert told.split() == ["True", "Test/tiny-base"]
