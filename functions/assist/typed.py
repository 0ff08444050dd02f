"""The contacts that a petugas types for somebody: canonical, new, and not their own. All wrong fields at once."""

from collections.abc import Collection
from dataclasses import dataclass, field

from belajar.rules.contacts import mask_email, mask_phone
from belajar.rules.emails import parse_email
from belajar.runtime.problems import wrong_fields
from schemas.documents import Person
from schemas.http import FieldProblem
from schemas.http_resets import KoreksiRequest

EMAIL, PHONE = "email_pribadi", "nomor_ponsel"


@dataclass(frozen=True, slots=True)
class Typed:
    """What changes; None = stays as it is."""

    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)

    @property
    def masked(self) -> str:
        """For somebody who is to compare, not to learn."""
        return ", ".join(
            [
                *([mask_email(self.email)] if self.email else []),
                *([mask_phone(self.phone)] if self.phone else []),
            ]
        )


def typed(body: KoreksiRequest, person: Person, own: Collection[str]) -> Typed:
    """Raises ProblemError 422. `own`: contacts of the petugas, which become nobody else's.

    A mail address that has bounced may be typed again: its owner has emptied the mailbox.
    """
    from belajar.rules.phones import parse_mobile  # noqa: PLC0415 - its tables cost start-up time

    email = parse_email(body.email_pribadi) if body.email_pribadi else None
    phone = parse_mobile(body.nomor_ponsel) if body.nomor_ponsel else None
    wrong = [
        *(_email_problems(email, own) if body.email_pribadi else []),
        *(_phone_problems(phone, own) if body.nomor_ponsel else []),
    ]
    if wrong:
        raise wrong_fields(wrong)
    return _changes(body, Typed(email, phone), person)


def _changes(body: KoreksiRequest, given: Typed, person: Person) -> Typed:
    same_email = given.email == person.email_pribadi and not person.contact_bounced
    new = Typed(None if same_email else given.email, None if given.phone == person.nomor_ponsel else given.phone)
    if new.email or new.phone:
        return new
    asked = [name for name, value in ((EMAIL, body.email_pribadi), (PHONE, body.nomor_ponsel)) if value]
    if not asked:
        raise wrong_fields(
            [_problem(name, "missing", "Isi email pribadi atau nomor ponsel.") for name in (EMAIL, PHONE)]
        )
    raise wrong_fields([_problem(name, "unchanged", "Kontak ini sudah tercatat.") for name in asked])


def _email_problems(email: str | None, own: Collection[str]) -> list[FieldProblem]:
    if email is None:
        return [_problem(EMAIL, "email", "Tulis alamat email yang benar, bukan email belajar.id.")]
    return _own_problems(EMAIL, email, own)


def _phone_problems(phone: str | None, own: Collection[str]) -> list[FieldProblem]:
    if phone is None:
        return [_problem(PHONE, "phone", "Tulis nomor ponsel Indonesia yang aktif, contoh 0812 3456 7890.")]
    return _own_problems(PHONE, phone, own)


def _own_problems(name: str, contact: str, own: Collection[str]) -> list[FieldProblem]:
    if contact.casefold() not in {each.casefold() for each in own}:
        return []
    return [
        _problem(
            name, "own_contact", "Ini kontak Anda sendiri. Bila memang benar, minta petugas lain yang memperbaikinya."
        )
    ]


def _problem(name: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=f"/{name}", code=code, detail=detail)
