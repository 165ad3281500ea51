"""Another model by one line of configuration: a token classifier of transformers, or a spaCy pipeline on disk."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.privacy import spans
from alignsurvey.privacy.recognise import models
from alignsurvey.privacy.recognise.engines import engine


@pytest.fixture
def fresh_engines():
    engine.cache_clear()
    yield
    engine.cache_clear()


@pytest.fixture
def classifier(tmp_path):
    """A BERT of one layer that calls every word a person: its last layer has no weights, only that bias."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "zorblax", "came"]
    (tmp_path / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    tokenizer = transformers.BertTokenizerFast(str(tmp_path / "vocab.txt"), model_max_length=128)
    labels = {0: "O", 1: "PER"}
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        id2label=labels,
        label2id={label: number for number, label in labels.items()},
    )
    model = transformers.BertForTokenClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([0.0, 5.0]))
    folder = tmp_path / "classifier"
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_token_classifier_is_named_by_its_folder(language, classifier, monkeypatch, fresh_engines):
    text = {"en": "Zorblax", "zh": "桌子"}[language]
    assert "PERSON" not in {span.entity for span in spans(text, language)}
    engine.cache_clear()
    monkeypatch.setenv(f"ALIGNSURVEY_SPACY_{language.upper()}", str(classifier))
    assert [(span.start, span.end, span.entity) for span in spans(text, language)] == [(0, len(text), "PERSON")]


def test_a_text_longer_than_the_window_is_read_to_its_end(classifier, monkeypatch, fresh_engines):
    monkeypatch.setenv("ALIGNSURVEY_SPACY_EN", str(classifier))
    (names,) = models.read(models.load("en"), ["zorblax " * 300], "en")
    assert names.entities[-1].end_char == 8 * 300 - 1


def test_a_spacy_pipeline_is_named_by_its_folder(tmp_path, monkeypatch, fresh_engines):
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "佐布"}])
    nlp.to_disk(tmp_path / "pipeline")
    monkeypatch.setenv("ALIGNSURVEY_SPACY_ZH", str(tmp_path / "pipeline"))
    assert [span.entity for span in spans("那天佐布在。", "zh")] == ["PERSON"]


def test_a_folder_without_weights_is_named(tmp_path, monkeypatch, fresh_engines):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("ALIGNSURVEY_SPACY_EN", str(tmp_path))
    with pytest.raises(InputError, match="no token classifier"):
        models.load("en")
