"""Hello world with one raw document get, through Google's client as its documentation shows it."""

import os
from typing import Any

import functions_framework
from google.cloud import firestore

CLIENT = firestore.Client(project=os.environ["BELAJAR_PROJECT"])
PATH = os.environ["BENCH_DOCUMENT"]


@functions_framework.http
def hello_get(request: Any) -> str:  # noqa: ARG001 - the framework's signature
    """Read one document and say hello."""
    CLIENT.document(PATH).get()
    return "hello"
