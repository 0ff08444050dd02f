"""Firestore's messages without its clients, and nothing broken for who wants the clients."""

import subprocess
import sys


def loaded(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_store_loads_the_messages_but_no_client_of_the_library():
    names = loaded("import sys, belajar.cloud.store; print(*sys.modules)").split()
    of_library = {name for name in names if name.startswith("google.cloud.firestore_v1.")}
    assert "google.cloud.firestore_v1.types" in of_library
    assert not {name for name in of_library if not name.startswith("google.cloud.firestore_v1.types")}


def test_the_library_imported_later_is_whole_and_has_the_same_messages():
    code = """
from belajar.cloud.firestore_types import types
from google.cloud import firestore
from google.cloud.firestore_v1.types import document
import google.cloud.firestore_v1.types
print(firestore.Client.__name__, document.Value is types.Value, google.cloud.firestore_v1.types is types)
"""
    assert loaded(code) == "Client True True"


def test_the_library_imported_first_is_used_as_it_is():
    code = """
from google.cloud import firestore_v1
from belajar.cloud.firestore_types import types
print(firestore_v1.types is types)
"""
    assert loaded(code) == "True"
