"""Messages as they once travelled: what was ever published must be readable for ever."""

import base64
import json
from pathlib import Path

import pytest

from belajar.runtime.envelope import Received, open_push
from schemas.events import CATALOGUE

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.json"))


def opened(path: Path) -> Received:
    message = json.loads(path.read_text())
    message["data"] = base64.b64encode(json.dumps(message["data"]).encode()).decode()
    received = open_push(json.dumps({"message": message}).encode())
    assert received
    return received


def test_every_type_and_version_has_golden_data():
    assert {path.stem for path in FILES} >= CATALOGUE.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_data_is_read_as_the_event_it_was(path):
    received = opened(path)
    golden = json.loads(path.read_text())["data"]
    assert received.event.type == path.stem
    assert json.loads(received.event.model_dump_json()) == golden


@pytest.mark.parametrize("path", [path for path in FILES if "ticked" not in path.stem], ids=lambda path: path.stem)
def test_ids_of_a_golden_message_are_kept(path):
    attributes = json.loads(path.read_text())["attributes"]
    received = opened(path)
    assert received.id == attributes["ce-id"]
    assert received.correlation_id == attributes["ce-correlationid"]
    assert received.causation_id == attributes["ce-causationid"]


def test_a_tick_of_the_schedule_is_known_by_its_minute():
    assert opened(FOLDER / "id.belajar.sweeper.ticked.v1.json").id == "sweeper-ticked-v1.2026-07-01T02:30"
