"""The network with numpy computes what the network that is trained computes."""

import sys
from pathlib import Path

import numpy as np
import pytest

from alignsurvey.privacy.recognise import network

TRAINER = Path(__file__).parents[3] / "trainers" / "recogniser"


@pytest.fixture
def nets(tmp_path, monkeypatch):
    """(the network as trained, the same as it is loaded from its file)."""
    torch = pytest.importorskip("torch")
    safetensors = pytest.importorskip("safetensors.torch")
    monkeypatch.syspath_prepend(str(TRAINER))
    monkeypatch.delitem(sys.modules, "net", raising=False)
    import net

    torch.manual_seed(3)
    made = net.Net(rows=50, width=8, tags=7).eval()
    safetensors.save_file({n: v.half() for n, v in made.state_dict().items()}, tmp_path / "model.safetensors")
    made.load_state_dict({n: v.half().float() for n, v in made.state_dict().items()})
    yield made, network.load(tmp_path / "model.safetensors", net.DILATIONS)
    sys.modules.pop("net", None)


def test_both_networks_give_the_same_probabilities(nets):
    import torch

    made, loaded = nets
    rows = np.random.default_rng(5).integers(1, 50, size=(9, 4))
    with torch.no_grad():
        expected = made(torch.from_numpy(rows)[None], torch.ones(1, 9)).softmax(-1)[0].numpy()
    (scores,) = loaded.scores(loaded.table[rows].sum(axis=1), [9])
    np.testing.assert_allclose(scores, expected, atol=1e-5)


def test_texts_of_one_batch_do_not_see_each_other(nets):
    _, loaded = nets
    x = np.random.default_rng(7).normal(size=(12, 8)).astype(np.float32)
    together = loaded.scores(x, [5, 0, 7])
    apart = [loaded.scores(x[:5], [5])[0], loaded.scores(x[5:], [7])[0]]
    np.testing.assert_allclose(together[0], apart[0], atol=1e-6)
    np.testing.assert_allclose(together[2], apart[1], atol=1e-6)
    assert len(together[1]) == 0
