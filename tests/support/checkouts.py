"""A checkout of two functions that a test may change as it likes."""

from pathlib import Path

from tools.anatomy import ROOT

FILES = {
    "functions/__init__.py": '"""Steps."""\n',
    "functions/satu/__init__.py": '"""A step."""\n',
    "functions/satu/main.py": (
        "import functions_framework\n"
        "from belajar import wiring\n"
        "from functions.satu.step import decide\n\n\n"
        "def _deps():\n    return wiring.mailer(), decide\n"
    ),
    "functions/satu/step.py": "from schemas.forms import Form\n\n\ndef decide() -> Form:\n    return Form()\n",
    "functions/satu/templates/salam.txt.j2": "Halo {{ nama }}\n",
    "functions/dua/__init__.py": '"""Another."""\n',
    "functions/dua/main.py": "from belajar import wiring\n\nRUNTIME = wiring.runtime\n",
    "belajar/__init__.py": '"""Shared."""\n',
    "belajar/wiring.py": (
        "from belajar.clock import now\n\n\n"
        "def mailer():\n    from belajar.mail import send\n\n    return send, names()\n\n\n"
        "def names():\n    import anyascii\n\n    return anyascii\n\n\n"
        "def directory():\n    from googleapiclient.discovery import build\n\n    return build\n\n\n"
        "def runtime():\n    return now\n"
    ),
    "belajar/clock.py": "import datetime\n\nnow = datetime.datetime.now\n",
    "belajar/mail.py": "import jinja2\n\nsend = jinja2.Template\n",
    "schemas/__init__.py": '"""Forms."""\n',
    "schemas/forms.py": "class Form:\n    pass\n",
    "tests/test_satu.py": "",
    "devstack/host.py": "",
    "pyproject.toml": "[project]\n",
    ".env": "PASSWORD=rahasia\n",
}


def make_checkout(root: Path) -> Path:
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "requirements").mkdir()
    (root / "requirements" / "run.lock").write_bytes((ROOT / "requirements" / "run.lock").read_bytes())
    return root
