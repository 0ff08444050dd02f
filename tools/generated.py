"""The list of generated documents: `make docs` writes them, a test compares them with what is committed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tools import (
    chain,
    configuration,
    event_catalogue,
    openapi,
    packages_page,
    passwords_page,
    policies_doc,
    requests_page,
)

DOCUMENTS: Final[Mapping[Path, Callable[[], str]]] = {
    openapi.DOCUMENT: openapi.render,
    event_catalogue.DOCUMENT: event_catalogue.render,
    event_catalogue.SCHEMA: event_catalogue.render_schema,
    chain.DOCUMENT: chain.render,
    chain.README: chain.render_readme,
    configuration.DOCUMENT: configuration.render,
    packages_page.DOCUMENT: packages_page.render,
    passwords_page.DOCUMENT: passwords_page.render,
    policies_doc.DOCUMENT: policies_doc.render,
    requests_page.DOCUMENT: requests_page.render,
}


if __name__ == "__main__":
    for path, render in DOCUMENTS.items():
        path.write_text(render(), encoding="utf-8")
