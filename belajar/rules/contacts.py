"""Contacts as the public sees them: enough for the owner to recognise, too little for anybody else."""

_SECOND_LEVEL_MAX = 3
_COUNTRY = 2


def mask_email(email: str) -> str:
    """`siti.aminah@gmail.com` -> `si***@g***.com`. At most two letters, and less than half, of the local part show."""
    local, at, domain = email.rpartition("@")
    if not at:
        return "***"
    shown = local[: min(2, (len(local) - 1) // 2)]
    return f"{shown}***@{domain[:1]}***.{_suffix(domain)}"


def mask_phone(e164: str) -> str:
    """`+6281234567890` -> `0812-****-7890`. Four digits or more stay hidden; the number of stars tells no length."""
    national = "0" + e164.removeprefix("+62")
    shown = max(0, min(4, len(national) - 8))
    return f"{national[:4]}-****-{national[len(national) - shown :]}"


def _suffix(domain: str) -> str:
    """`com`, or both labels of the likes of `co.id`."""
    labels = domain.split(".")
    two = len(labels) > _COUNTRY and len(labels[-1]) == _COUNTRY and len(labels[-2]) <= _SECOND_LEVEL_MAX
    return ".".join(labels[-2:] if two else labels[-1:])
