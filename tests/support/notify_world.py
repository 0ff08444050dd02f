"""What the tests of notify stand on: one owner with an account, a real store, a relay and a gateway on the wire."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from belajar.decision import Call, Decision
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Delete, Put, Query, Snapshot
from belajar.rules.contacts import mask_email
from belajar.runtime.run import Outcome, Run, Runtime
from devstack.inbox.content import content_of
from devstack.inbox.database import Inbox
from devstack.texts.database import StoredText, TextInbox
from devstack.texts.pages import texts_app
from functions.notify.delivery import mail_id
from functions.notify.deps import Deps
from schemas.documents import Account, AccountState, LookupEntry, LookupPerson, Person
from schemas.people import Jabatan, Jenis, JenisLain, Jenjang, TipeDinas
from schemas.requests import Jalur, Request, RequestState
from schemas.resets import Correction, CorrectionState, Perihal, Reset, ResetState, ResetWay, Ticket
from schemas.staff import Petugas

PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
TWIN_ID = "0f2b7c1e-1111-4222-8333-444455557777"
ADDRESS = "siti.aminah12@guru.sd.belajar.id"
CONTACT = "siti.aminah@contoh.test"
START = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
NOMOR = "0123456789abcdef"
RESET_ID = "0123456789abcdef0123456789abcdef"
CORRECTION_ID = "fedcba9876543210fedcba9876543210"
TICKET = "12345678"
PHONE = "+6281234567890"
TOKEN = "gateway-token"


@dataclass
class HandClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class NoBus:
    """notify publishes nothing."""

    def publish(self, messages: Any) -> None:
        raise AssertionError("notify publishes nothing")


class Gateway:
    """The local SMS gateway, out of order for as many requests as the test says."""

    def __init__(self, inbox: TextInbox, clock: HandClock) -> None:
        self.inbox, self.asked, self.broken = inbox, 0, 0
        self._app = texts_app(inbox, TOKEN, clock)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        if self.broken:
            self.broken -= 1
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return self._app(environ, start_response)


@dataclass
class World:
    """One person with an account that is ready, a real store, a real relay and a gateway on the wire."""

    store: SqliteStore
    inbox: Inbox
    gateway: Gateway
    deps: Deps
    clock: HandClock
    keys: FileKeys

    def person(self, **changes: Any) -> Person:
        person = Person(
            sumber_id=PERSON_ID,
            jenis=Jenis.PENDIDIK,
            peran=None,
            nama="Siti Aminah",
            jenjang=Jenjang.SD,
            tingkat=None,
            rombel=None,
            npsn="20100001",
            nama_sekolah="SD Negeri Contoh 1",
            kode_wilayah="3171",
            email_pribadi=CONTACT,
            nomor_ponsel=None,
            lookup_key="a" * 64,
            nik_hash=None,
            row_digest="d",
            import_id="0" * 32,
            account_state=AccountState.CREATED,
            requested_at=START,
            address=ADDRESS,
        ).model_copy(update=changes)
        self._put(f"people/{PERSON_ID}", person)
        return person

    def account(self, **changes: Any) -> Account:
        account = Account(
            address=ADDRESS,
            person_id=PERSON_ID,
            jenis=Jenis.PENDIDIK,
            group="20100001",
            state=AccountState.CREATED,
            issue=1,
            key_version="1",
            nonce="n0nce",
            reserved_at=START,
        ).model_copy(update=changes)
        self._put(f"accounts/{ADDRESS}", account)
        return account

    def request(self, **changes: Any) -> Request:
        request = Request(
            nomor=NOMOR,
            jalur=Jalur.PEJABAT,
            state=RequestState.AWAITING_CODE,
            jabatan=Jabatan.KEPALA_BIDANG,
            nama="Siti Aminah",
            tipe_dinas=TipeDinas.KABUPATEN_KOTA,
            kode_wilayah="3171",
            person_id=PERSON_ID,
            nik_hash="ab" * 32,
            identity_hash="cd" * 32,
            nip_hash=None,
            email=CONTACT,
            phone=PHONE,
            submitted_at=START,
            changed_at=START,
            expire_at=START + timedelta(days=730),
            codes_sent=1,
            code_sent_at=START,
        ).model_copy(update=changes)
        self._put(f"requests/{NOMOR}", request)
        return request

    def reset(self, **changes: Any) -> Reset:
        """The owner's, with its first code due."""
        reset = Reset(
            id=RESET_ID,
            way=ResetWay.OWNER,
            state=ResetState.AWAITING_CODE,
            akun=ADDRESS,
            created_at=START,
            changed_at=START,
            expire_at=START + timedelta(days=1),
            codes_sent=1,
            code_sent_at=START,
            code_key_version="1",
        ).model_copy(update=changes)
        self._put(f"resets/{reset.id}", reset)
        return reset

    def assisted(self, **changes: Any) -> Reset:
        """Done, with the credential that the account has now."""
        facts = {"way": ResetWay.ASSISTED, "state": ResetState.DONE, "petugas": "op12@admin.sd.belajar.id", "issue": 1}
        return self.reset(**facts | {"person_id": PERSON_ID, "set_at": START} | changes)

    def correction(self, **changes: Any) -> Correction:
        correction = Correction(
            id=CORRECTION_ID,
            state=CorrectionState.WAITING,
            akun=ADDRESS,
            person_id=PERSON_ID,
            npsn="20100001",
            petugas="op12@admin.sd.belajar.id",
            alasan="nomor lama hilang",
            email="baru.sekali@contoh.test",
            phone="+6281299998888",
            requested_at=START,
            due_at=START + timedelta(days=3),
            changed_at=START,
            expire_at=START + timedelta(days=730),
        ).model_copy(update=changes)
        self._put(f"corrections/{CORRECTION_ID}", correction)
        return correction

    def ticket(self, **changes: Any) -> None:
        ticket = Ticket(
            nomor=TICKET,
            perihal=Perihal.BUKAN_SAYA,
            person_id=PERSON_ID,
            akun=ADDRESS,
            about=f"resets/{RESET_ID}",
            opened_by="pemilik",
            opened_at=START,
            expire_at=START + timedelta(days=730),
        ).model_copy(update=changes)
        self._put(f"tickets/{TICKET}", ticket)

    def official(self, **changes: Any) -> None:
        """The person, as the request made it, and the account."""
        facts = {"jenis": JenisLain.DINAS, "jenjang": None, "npsn": None, "nama_sekolah": None, "lookup_key": None}
        person = self.person(**facts, import_id=None, request=NOMOR, **changes)
        self.account(jenis=person.jenis, group=person.group)

    def official_group(self) -> str:
        return Person.model_validate(self.document(f"people/{PERSON_ID}")).group

    def petugas(self, name: str, roles: dict[str, str], **changes: Any) -> None:
        address = f"{name}@belajar.id"
        petugas = Petugas(address=address, nama=name, roles=roles, active=True, since=START)
        self._put(f"petugas/{address}", petugas.model_copy(update=changes))

    def sms(self) -> list[StoredText]:
        return self.gateway.inbox.texts()

    def lookup(self, *person_ids: str) -> None:
        known = LookupPerson(
            strict="s", state=AccountState.CREATED, refreshed_at=START, email_masked=mask_email(CONTACT)
        )
        self._put(f"lookup/{'a' * 64}", LookupEntry(persons=dict.fromkeys(person_ids or (PERSON_ID, TWIN_ID), known)))

    def erase_person(self) -> None:
        self.store.commit([Delete(f"people/{PERSON_ID}")])

    def record(self, key: str = "", event_id: str = "event-1") -> dict[str, Any]:
        return self.document(f"messages/{mail_id(self.call(event_id), key)}")

    def records(self) -> list[Snapshot]:
        return self.store.query(Query("messages"))

    def throttles(self) -> list[Snapshot]:
        return self.store.query(Query("throttles"))

    def crash_behind_the_intent(self, step: Callable[..., Decision], event: Any) -> None:
        """The effect is carried out, and nothing is recorded of it."""
        decision = step(event, self.call(), self.deps)
        versions = self.store.commit(decision.writes)
        assert decision.then
        decision.then({write.path: version for write, version in zip(decision.writes, versions, strict=True)})

    def document(self, path: str) -> dict[str, Any]:
        [found] = self.store.get(path)
        assert found is not None
        return found.data

    def bounced(self, person_id: str = PERSON_ID) -> bool:
        return bool(self.document(f"lookup/{'a' * 64}")["persons"][person_id].get("contact_bounced"))

    def run(self, step: Callable[..., Decision], event: Any, event_id: str = "event-1") -> Outcome:
        call = self.call(event_id)
        runtime = Runtime(self.store, NoBus(), self.clock)
        return Run(runtime, "notify", call, event_id).execute(lambda: step(event, call, self.deps))

    def call(self, event_id: str = "event-1") -> Call:
        return Call(event_id, "case-1", self.clock.now())

    def texts(self, to: str = CONTACT) -> list[str]:
        return [content_of(mail).text for mail in self.inbox.mails(to)]

    def _put(self, path: str, document: Any) -> None:
        self.store.commit([Put(path, document.model_dump())])
