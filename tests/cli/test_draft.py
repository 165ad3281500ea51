"""`alignsurvey draft`: what is open is asked in the terminal, one question a time."""

from typer.testing import CliRunner

from alignsurvey.cli import app


def survey(tmp_path):
    path = tmp_path / "my survey.csv"
    rows = (f"{n},{'mf'[n % 2]},{('SPD', 'CDU', 'FDP')[n % 3]},{('Agree', 'Disagree')[n % 2]}\n" for n in range(60))
    path.write_text("id,gender,vote,I trust the government.\n" + "".join(rows), encoding="utf-8")
    return path


def test_a_draft_has_a_place_of_its_own_and_says_what_it_left_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["draft", str(survey(tmp_path)), "--questions", "1"])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "my survey" / "codebook.yaml").read_text(encoding="utf-8")
    assert "I trust the government." in text
    assert "  vote:" not in text
    assert "1 questions drafted; 2 variables left out:" in result.output


def test_questions_are_asked_one_at_a_time(tmp_path):
    out = tmp_path / "mine" / "codebook.yaml"
    answers = ["", "Whom would you vote for?", "none", "de", "Mine", "me", "CC0", "none", "ask me"]
    arguments = ["draft", str(survey(tmp_path)), "--codebook", str(out), "--ask"]
    result = CliRunner().invoke(app, arguments, input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "[1/2] q4: I trust the government." in result.output
    text = out.read_text(encoding="utf-8") + out.with_name("SOURCE.yaml").read_text(encoding="utf-8")
    assert 'text: "Whom would you vote for?"\n' in text
    assert ": CHECK" not in text
