"""Presidio is imported without transformers, which stays there for who needs it."""

import subprocess
import sys


def test_transformers_is_neither_imported_nor_hidden_for_good():
    code = (
        "import sys; from alignsurvey.privacy.languages.presidio import presidio; presidio();"
        "assert 'transformers' not in sys.modules; import transformers; transformers.__version__"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
