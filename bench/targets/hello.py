"""The least a function on Firestore can be: framework, library, client."""

import os
from typing import Any

import functions_framework
from google.cloud import firestore

CLIENT = firestore.Client(project=os.environ["BELAJAR_PROJECT"])


@functions_framework.http
def hello(request: Any) -> str:  # noqa: ARG001 - the framework's signature
    """Answer without asking Firestore."""
    return "hello"
