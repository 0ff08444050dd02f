"""What is said about one route in the OpenAPI document, beyond its models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel


@dataclass(frozen=True)
class Operation:
    """One route. `response` None: an answer without a body. `signed`: headers of the sender's signature."""

    summary: str
    status: int
    response: type[BaseModel] | None
    problems: tuple[str, ...]
    request_example: Mapping[str, Any] | None = None
    response_example: Mapping[str, Any] | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Parameters behind the question mark: an OpenAPI parameter without name and place."""
    media: str = "application/json"
    """Of the good answer; one that is not JSON has no model."""
    good: str = ""
    """What comes then; by default what its model says of itself."""
