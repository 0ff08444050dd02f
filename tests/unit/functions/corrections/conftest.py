"""Corrections that wait, ticks, and what then stands with the person."""

import json
from datetime import timedelta

import pytest

from belajar.decision import Call
from belajar.ports import Put
from belajar.runtime.run import Run, Runtime
from functions.corrections.step import Deps, apply_due
from schemas.events import CorrectionTicked
from schemas.resets import Correction, CorrectionState
from tests.support.ports import KeptBus
from tests.support.records import ADDRESS, PERSON_ID

CORRECTION = "c" * 32
ASKER = "operator@admin.sd.belajar.id"
NEW_EMAIL, NEW_PHONE = "ibu.baru@keluarga.test", "+6281255500077"
REGISTER = {"email_pribadi": "wali@keluarga.test", "nomor_ponsel": None}


@pytest.fixture
def waiting(store, clock):
    """A correction that is due in three days."""

    def put(correction_id: str = CORRECTION, **fields) -> None:
        now = clock.now()
        facts = {
            "id": correction_id, "state": CorrectionState.WAITING, "akun": ADDRESS, "person_id": PERSON_ID,
            "petugas": ASKER, "alasan": "nomor lama hilang", "email": NEW_EMAIL,
            "phone": NEW_PHONE, "requested_at": now, "due_at": now + timedelta(days=3), "changed_at": now,
            "expire_at": now + timedelta(days=30),
        }  # fmt: skip
        made = Correction.model_validate(facts | fields)
        store.commit([Put(f"corrections/{correction_id}", made.model_dump())])

    return put


@pytest.fixture
def tick(store, clock):
    """Runs ticks until nobody asks for another; what else was published, by topic."""

    def run(event_id: str = "", using=None) -> list[tuple[str, dict]]:
        name, bus = event_id or f"tick{clock.now().isoformat()}", KeptBus()
        call, deps = Call(name, "case", clock.now()), Deps(using or store)
        Run(Runtime(store, bus, clock), "corrections", call, name).execute(
            lambda: apply_due(CorrectionTicked(), call, deps)
        )
        out = [(message.topic, json.loads(message.data)) for message in bus.messages]
        again = [message for message in bus.messages if message.topic == "correction-ticked-v1"]
        told = [one for one in out if one[0] != "correction-ticked-v1"]
        return told + (run(again[0].attributes["ce-id"]) if again else [])

    return run


def person(store, person_id: str = PERSON_ID) -> dict:
    return store.get(f"people/{person_id}")[0].data


def shown(store) -> dict:
    return store.get(f"lookup/key-{PERSON_ID}")[0].data["persons"][PERSON_ID]


def state_of(store, correction_id: str = CORRECTION) -> str:
    return store.get(f"corrections/{correction_id}")[0].data["state"]


def contacts(store) -> dict:
    return {name: person(store)[name] for name in REGISTER}
