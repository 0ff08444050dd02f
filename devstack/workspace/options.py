"""How the simulated Workspace is set up: Google's published limits unless told otherwise."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Options:
    """Set-up of one simulator. Times in seconds."""

    domains: tuple[str, ...] = ("belajar.id", "*.belajar.id")
    """Verified domains, as globs."""
    org_unit_roots: tuple[str, ...] = ("/",)
    """Any path under these is taken as existing, so that nobody keeps a list of units twice (our choice)."""
    customer_id: str = "C01belajar"
    queries_per_minute: float = 2400
    creations_per_second: float = 10
    """Per domain."""
    visible_after_seconds: float = 1.0
    """A new user is missing from get and list for so long."""
    complete_after_seconds: float = 5.0
    """A new user refuses changes and has no mailbox for so long."""
    hidden_answer: str = "userNotFound"
    """Named answer of get for a user not visible yet: `userNotFound` or `forbidden`."""
    hang_seconds: float = 30.0
    """How long the answers `timeout` and `timeoutAfterWork` keep a caller waiting."""
    form_seconds: float = 600.0
    """How long a page of the sign-in may be left open."""
    seed: int = 0
    """Of the faults that come by chance."""

    def knows_domain(self, address: str) -> bool:
        """Whether the address lies in a verified domain."""
        domain = address.rpartition("@")[2]
        return any(fnmatchcase(domain, pattern) for pattern in self.domains)

    def knows_org_unit(self, path: str) -> bool:
        """Whether the path is one of the roots or beneath one."""
        return any(path == root or path.startswith(root.rstrip("/") + "/") for root in self.org_unit_roots)
