"""Cloud operations of new passwords: by the owner step by step, by a petugas, and a school's download."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from belajar import wiring
from belajar.ports import Put
from bench.chain import Chain, chain, counted
from bench.counting import counts_table, each
from bench.counts import Line, keep
from bench.importing import NAME, roster_lines, write_roster
from bench.owner import Owner, expect
from bench.report import publish
from bench.school import OPERATOR, PUPILS, SCHOOL, put_school
from devstack.sample.people import SamplePerson
from devstack.topology import topology
from schemas.people import Jenis
from schemas.staff import Petugas, Role

ROWS: Final = 400
ASKED: Final = 5
HELPER: Final = "operator.contoh2@admin.sd.belajar.id"
NOTES: Final = f"""\
Counted as above while {ASKED} teachers with phone and mail address, whose accounts are in use, do each of these. `code`
is the request and everything behind it until the code is on its way; `verifikasi` the right code; `sandi` the new
password with the sign-out everywhere and the notices to every registered contact: so a reset by SMS takes two. A code
for an account of nobody costs the same in front of the answer, and no message. The assisted reset is from the petugas'
request to the owner's mail; the card is that of a pupil without any contact. Staff's own reads and audit rows are in
all of them. The second download finds its key operation remembered by the instance."""


def run() -> None:
    """Count, keep and publish."""
    with tempfile.TemporaryDirectory() as folder:
        write_roster(Path(folder), ROWS)
        with chain(Path(folder)) as made:
            lines = list(_lines(made))
    keep("passwords", lines)
    publish("passwords", "New passwords", f"embedded engine, {ASKED} of each", [counts_table(lines), NOTES])


def _lines(made: Chain) -> Iterator[Line]:
    yield from _download(made)
    made.arrive(NAME)
    made.drain()
    people = [line.person for line in roster_lines(ROWS) if line.person]
    by_sms, by_mail, helped = (_owners(made, people, group) for group in range(3))
    made.tick(topology().schedules["sync"].topic)
    made.drain()
    yield from _by_owner(made, "sms", by_sms)
    yield from _by_owner(made, "email", by_mail)
    yield "code for an account of nobody", _each(made, [partial(_nobody, made, owner) for owner in helped])
    yield "bukan saya", _each(made, [owner.disown for owner in by_sms])
    yield from _by_petugas(made, helped, people)


def _owners(made: Chain, people: Sequence[SamplePerson], group: int) -> list[Owner]:
    """Some who use their accounts, in one group only; each asks from elsewhere, past all throttles of an origin."""
    staff = (each for each in people if each.jenis == Jenis.PENDIDIK and each.nomor_ponsel and each.email_pribadi)
    first = group * ASKED
    found = [
        Owner(made, person, f"198.51.100.{first + n}") for n, person in enumerate(islice(staff, first, first + ASKED))
    ]
    for owner in found:
        owner.start_using()
    return found


def _by_owner(made: Chain, saluran: str, owners: Sequence[Owner]) -> Iterator[Line]:
    steps = {
        "code": _each(made, [partial(owner.ask, saluran) for owner in owners]),
        "verifikasi": _each(made, [owner.verify for owner in owners]),
        "sandi": _each(made, [owner.choose for owner in owners]),
    }
    units = sorted({unit for counts in steps.values() for unit in counts})
    yield f"reset by the owner, {saluran}", {unit: sum(one.get(unit, 0) for one in steps.values()) for unit in units}
    yield from ((f"- of it {name} ({saluran})", counts) for name, counts in steps.items())


def _nobody(made: Chain, owner: Owner) -> None:
    body = {"akun": f"tidak.ada{owner.origin.rpartition('.')[2]}@guru.sd.belajar.id"}
    status, raw = made.send("reset", "POST", "/v1/reset", body, {"X-Forwarded-For": owner.origin})
    expect(status, 202, raw)
    made.drain()


def _by_petugas(made: Chain, owners: Sequence[Owner], people: Sequence[SamplePerson]) -> Iterator[Line]:
    [pupil, *_] = [
        one for one in people if one.jenis == Jenis.PESERTA_DIDIK and not (one.email_pribadi or one.nomor_ponsel)
    ]
    roles = {Role.OPERATOR.value: pupil.npsn, Role.HELPDESK.value: "nasional"}
    helper = Petugas(address=HELPER, nama="Contoh Operator", roles=roles, active=True, since=datetime.now(UTC))
    wiring.store().commit([Put(f"petugas/{HELPER}", helper.model_dump())])
    yield "assisted reset, up to the mail", _each(made, [partial(owner.be_helped, HELPER) for owner in owners])
    child = Owner(made, pupil, "198.51.100.99")
    child.be_helped(HELPER)
    yield "card of a pupil", _each(made, [partial(child.card, HELPER)])


def _download(made: Chain) -> Iterator[Line]:
    put_school(wiring.store())
    signed_in = {"Authorization": f"Bearer {made.beyond.issuer.token(OPERATOR)}"}
    for form in ("csv", "pdf"):
        path = f"/v1/sekolah/{SCHOOL.npsn}/akun.{form}?jenis=peserta_didik"
        fetch = partial(_fetch, made, path, signed_in)
        yield f"download of {PUPILS:,}, {form}", _each(made, [fetch])


def _fetch(made: Chain, path: str, headers: dict[str, str]) -> None:
    status, body = made.send("download", "GET", path, None, headers)
    expect(status, 200, body)


def _each(made: Chain, actions: Sequence[Callable[[], object]]) -> dict[str, float]:
    return each(counted(made, *actions), len(actions))
