import pytest

from alignsurvey.cli.old_names import RENAMED, renew

OLD = [(verb, old, new) for verb, names in RENAMED.items() for old, new in names.items()]


@pytest.mark.parametrize(("verb", "old", "new"), OLD)
def test_an_old_option_is_the_new_one_with_a_hint(verb, old, new):
    words, hints = renew([verb, "x", old, "3", f"{old}=4"])
    assert words == [verb, "x", new, "3", f"{new}=4"]
    assert hints == [f"{old} is called {new} now; the old name goes with the next version"] * 2


@pytest.mark.parametrize("words", [[], ["--help"], ["score", "--noted"], ["build", "--seed", "1"]])
def test_other_words_stay(words):
    assert renew(words) == (words, [])


@pytest.mark.parametrize(("verb", "old", "new"), OLD)
def test_every_new_name_is_an_option(verb, old, new):
    import typer

    from alignsurvey.cli import app

    command = typer.main.get_command(app).commands[verb]
    assert new in {name for parameter in command.params for name in parameter.opts}
