"""Every number that somebody might want to change, in one table; docs/policies.md is generated from it."""

from dataclasses import dataclass, field

from belajar.rules.throttles import Limit


def _of(meaning: str, source: str) -> dict[str, str]:
    """What a policy is about, and who sets the bar."""
    return {"meaning": meaning, "source": source}


@dataclass(frozen=True, slots=True, eq=False, repr=False)  # what nobody asks for costs every start a millisecond
class Policy:
    """The table. Units are in the names; times are seconds unless the name says otherwise."""

    lookup_failures_per_identity: Limit = field(
        default=Limit(5, 3600),
        metadata=_of("failed look-ups for one claimed identity, whatever was wrong", "login.gov"),
    )
    lookup_failures_per_origin: Limit = field(
        default=Limit(30, 300),
        metadata=_of("failed look-ups from one address of origin (IPv6: /64)", "login.gov, Sunbird"),
    )
    lookup_ticket_seconds: int = field(
        default=900, metadata=_of("life of the proof that a look-up hands out", "this project")
    )
    details_mails_gap: Limit = field(
        default=Limit(1, 60), metadata=_of("mails with account details to one owner, apart", "Sunbird, login.gov")
    )
    details_mails_per_hour: Limit = field(
        default=Limit(5, 3600), metadata=_of("mails with account details to one owner", "Sunbird")
    )
    details_mails_per_day: Limit = field(
        default=Limit(20, 86400), metadata=_of("mails with account details to one owner", "Sunbird")
    )

    code_seconds: int = field(default=600, metadata=_of("life of a one-time code", "login.gov"))
    wrong_codes: int = field(default=5, metadata=_of("wrong one-time codes for one request", "Kratos"))
    code_gap: Limit = field(
        default=Limit(1, 60), metadata=_of("one-time codes to one phone or address, apart", "Sunbird, login.gov")
    )
    codes_per_hour: Limit = field(
        default=Limit(5, 3600), metadata=_of("one-time codes to one phone or address, across requests", "Sunbird")
    )
    codes_per_day: Limit = field(
        default=Limit(20, 86400), metadata=_of("one-time codes to one phone or address, across requests", "Sunbird")
    )
    codes_per_origin: Limit = field(
        default=Limit(25, 300), metadata=_of("one-time codes asked for from one address of origin", "login.gov")
    )

    codes_per_way: Limit = field(
        default=Limit(2000, 3600),
        metadata=_of(
            "one-time codes to all people of one way together: what a crowd of origins can cost", "this project"
        ),
    )

    referral_failures_per_origin: Limit = field(
        default=Limit(30, 300),
        metadata=_of("wrong referral codes from one address of origin, whatever the region", "this project"),
    )
    referral_failures_per_region_and_origin: Limit = field(
        default=Limit(5, 3600), metadata=_of("wrong referral codes for one region from one origin", "this project")
    )
    referral_failures_per_region: Limit = field(
        default=Limit(20, 86400),
        metadata=_of("wrong referral codes for one region; then it is locked for as long", "this project"),
    )

    request_retention_days: int = field(
        default=730, metadata=_of("a request is kept, from its last change", "this project")
    )
    unproven_request_seconds: int = field(
        default=86400, metadata=_of("a request whose code never came expires", "this project")
    )
    reminder_after_working_days: int = field(
        default=2, metadata=_of("reviewers are reminded of a waiting request", "issue 3")
    )
    escalation_after_working_days: int = field(
        default=5, metadata=_of("the ministry is told of a waiting request", "issue 3")
    )
    letter_wait_days: int = field(
        default=30, metadata=_of("a request that waits for its letter expires", "this project")
    )
    letter_max_bytes: int = field(default=5 * 1024 * 1024, metadata=_of("size of a letter", "issue 3"))
    upload_permit_seconds: int = field(default=600, metadata=_of("life of the leave to upload a letter", "issue 3"))
    upload_permits_per_day: Limit = field(
        default=Limit(5, 86400), metadata=_of("leaves to upload a letter, for one request", "this project")
    )
    letter_link_seconds: int = field(default=300, metadata=_of("life of a reviewer's link to a letter", "issue 3"))

    wrong_reset_codes: Limit = field(
        default=Limit(10, 600),
        metadata=_of("wrong reset codes for one account by one channel; then that channel is locked", "login.gov"),
    )
    wrong_reset_codes_per_day: Limit = field(
        default=Limit(30, 86400),
        metadata=_of("wrong reset codes for one account by one channel; then that channel is locked", "this project"),
    )
    reset_gap: Limit = field(
        default=Limit(1, 60), metadata=_of("reset codes asked for one account from one origin, apart", "Sunbird")
    )
    resets_per_hour: Limit = field(
        default=Limit(5, 3600), metadata=_of("reset codes asked for one account from one origin", "Sunbird")
    )
    resets_per_day: Limit = field(
        default=Limit(20, 86400), metadata=_of("reset codes asked for one account from one origin", "Sunbird")
    )
    reset_sms_per_hour: Limit = field(
        default=Limit(20_000, 3600),
        metadata=_of("SMS with reset codes to all people together: what a crowd of origins can cost", "this project"),
    )
    reset_token_seconds: int = field(
        default=900, metadata=_of("life of the right to set a new password, after a right code", "login.gov")
    )
    reset_challenge_days: int = field(default=1, metadata=_of("a reset that came to nothing is kept", "this project"))
    reset_record_days: int = field(default=90, metadata=_of("a reset that was done is kept", "this project"))
    reset_unfinished_seconds: int = field(
        default=300, metadata=_of("a new password whose setting broke off is treated as set", "this project")
    )
    disown_seconds: int = field(default=240 * 3600, metadata=_of('life of a "bukan saya" link', "login.gov"))
    password_min_staff: int = field(
        default=12, metadata=_of("characters of a new password, teachers, staff and officials", "NIST 800-63B")
    )
    password_min_pupils: int = field(default=8, metadata=_of("characters of a new password, pupils", "NIST 800-63B"))
    assisted_resets_per_day: Limit = field(
        default=Limit(40, 86400), metadata=_of("assisted resets by one helper; above, a second person", "this project")
    )
    assisted_repeat_seconds: int = field(
        default=60, metadata=_of("the same assisted reset asked for again is the one just carried out", "this project")
    )
    second_person_seconds: int = field(
        default=86400, metadata=_of("an assisted reset waits for its second person", "this project")
    )
    assisted_password_days: int = field(
        default=14, metadata=_of("a password set by an assisted reset can be used and shown", "this project")
    )
    card_seconds: int = field(
        default=900, metadata=_of("a one-time card can be fetched again by who asked for it", "this project")
    )
    downloads_per_day: Limit = field(
        default=Limit(40, 86400), metadata=_of("account lists of a school fetched by one petugas", "this project")
    )
    correction_wait_seconds: int = field(
        default=3 * 86400, metadata=_of("a corrected contact waits, so that the owner can object", "this project")
    )
    corrected_contact_days: int = field(
        default=30,
        metadata=_of("after a correction of the contact an assisted reset needs a second person", "this project"),
    )
    corrections_per_day: Limit = field(
        default=Limit(40, 86400), metadata=_of("contacts corrected by one petugas", "this project")
    )
    ticket_retention_days: int = field(default=730, metadata=_of("a ticket is kept", "this project"))

    initial_password_min_bits: int = field(
        default=40, metadata=_of("strength of a derived initial password", "issue 2")
    )

    provider_timeout_seconds: int = field(
        default=10, metadata=_of("one call of mail, SMS or Workspace", "GOV.UK Notify")
    )

    replay_after_seconds: int = field(
        default=3600, metadata=_of("accepted but unfinished work is asked for again", "GOV.UK Notify")
    )
    replay_for_days: int = field(default=7, metadata=_of("after that a person is told", "GOV.UK Notify"))

    directory_calls_per_minute: int = field(
        default=2400, metadata=_of("Directory API calls of the whole project", "Google quota")
    )
    directory_creations_per_second_per_domain: int = field(
        default=10, metadata=_of("users.insert in one email domain", "Google limit")
    )
    directory_headroom: float = field(
        default=0.95, metadata=_of("share of a Directory quota that is used, so that clocks may differ", "this project")
    )
    directory_share_of_owners: float = field(
        default=0.1,
        metadata=_of("share of the Directory calls that is kept for owners who are setting a password", "this project"),
    )
    directory_tries: int = field(default=10, metadata=_of("attempts while Workspace is busy", "GAM"))
    directory_backoff_max_seconds: int = field(
        default=60, metadata=_of("longest wait between them, before jitter", "GAM")
    )
    directory_incomplete_wait_seconds: int = field(
        default=5, metadata=_of("wait after 412, user creation not complete", "GAM")
    )
    directory_incomplete_tries: int = field(default=5, metadata=_of("how often that is waited for", "GAM"))


POLICY = Policy()
