"""Google Workspace users: the Directory port."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class NewUser:
    """What `users.insert` is told. Names <= 60 characters, password 8-100 ASCII, phone E.164."""

    address: str = field(repr=False)
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    display_name: str = field(repr=False)
    password: str = field(repr=False)
    org_unit: str
    external_id: str
    cost_center: str
    recovery_email: str | None = field(repr=False)
    recovery_phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class UserChange:
    """What `users.patch` is told; None = left as it is. `recovery_email` and `recovery_phone`: empty = taken away."""

    password: str | None = field(default=None, repr=False)
    change_password_at_next_login: bool | None = None
    suspended: bool | None = None
    recovery_email: str | None = field(default=None, repr=False)
    recovery_phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DirectoryUser:
    """What Workspace knows of a user. `external_id` is our person id when the user is ours."""

    address: str
    workspace_id: str
    external_id: str | None
    agreed_to_terms: bool
    last_login: datetime | None
    suspended: bool


@dataclass(frozen=True, slots=True)
class UserPage:
    """One page of users; `next_token` None = the last one. A token is valid for 3 days."""

    users: tuple[DirectoryUser, ...]
    next_token: str | None


class Directory(Protocol):
    """Google Workspace users. One call of a method is one call of the API; nothing is retried inside.

    Raises DirectoryBusyError, DirectoryDelayedError, DirectoryBlockedError, OutcomeUnknownError (all retryable) and
    FinalError(INVALID_NAME | INVALID_REQUEST).
    """

    def insert(self, user: NewUser) -> DirectoryUser:
        """Create a user who must change the password at first sign-in. Raises also DuplicateUserError."""
        ...

    def get(self, address: str) -> DirectoryUser | None:
        """Read one user; None = not there, or not visible yet."""
        ...

    def list_page(self, page_token: str | None, page_size: int = 500) -> UserPage:
        """Read one page of all users of the customer, in address order."""
        ...

    def update(self, address: str, change: UserChange) -> None:
        """Change one user; the same change again is no harm. Raises DirectoryDelayedError for one that is not there.

        Raises also FinalError(PASSWORD_REFUSED): Google does not take this password.
        """
        ...

    def sign_out(self, address: str) -> None:
        """End all sessions of one user on web and devices; again is no harm. Errors as `update`."""
        ...
