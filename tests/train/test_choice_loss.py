"""The loss is the KL divergence to the target; for a single answer, the cross-entropy."""

import pytest
import torch

from alignsurvey.train.choice_loss import choice_loss, table


def test_a_single_answer_gives_the_cross_entropy():
    scores = torch.tensor([[-1.0, -2.0, -4.0], [-3.0, -1.0, -1.0]])
    targets = torch.tensor([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    expected = torch.nn.functional.cross_entropy(scores, torch.tensor([1, 0]), reduction="sum")
    assert choice_loss(scores, targets, torch.ones(2)).item() == pytest.approx(expected.item())


def test_the_loss_of_the_target_itself_is_zero():
    targets = torch.tensor([[0.5, 0.3, 0.2]])
    assert choice_loss(targets.log() - 7, targets, torch.ones(1)).item() == pytest.approx(0, abs=1e-6)


def test_weights_multiply():
    scores, targets = torch.tensor([[-1.0, -2.0]]), torch.tensor([[0.25, 0.75]])
    once, thrice = (choice_loss(scores, targets, torch.tensor([weight])).item() for weight in (1.0, 3.0))
    assert thrice == pytest.approx(3 * once)


def test_a_record_with_fewer_choices_is_not_moved_by_the_columns_that_it_lacks():
    values = torch.tensor([-1.0, -2.0, -3.0, -1.5, -0.5], requires_grad=True)
    scores = table(values, torch.tensor([0, 0, 0, 1, 1]), 2)
    assert scores[1, 2] == -torch.inf
    loss = choice_loss(scores, torch.tensor([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]), torch.ones(2))
    loss.backward()
    assert torch.isfinite(values.grad).all()
    expected = torch.softmax(torch.tensor([-1.5, -0.5]), 0) - torch.tensor([1.0, 0.0])
    assert values.grad[3:].tolist() == pytest.approx(expected.tolist(), abs=1e-6)
