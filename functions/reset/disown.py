"""Not me ("bukan saya"): whoever holds the link of a notice freezes the account, or objects to a new contact."""

from belajar.decision import Call, Decision
from belajar.rules.reset_tokens import Disownable, disowned
from functions.reset.deps import Deps
from functions.reset.disowned_correction import correction
from functions.reset.disowned_reset import reset
from functions.reset.tickets import link_over
from schemas.http_resets import BukanSayaRequest


def bukan_saya(body: BukanSayaRequest, call: Call, deps: Deps) -> Decision:
    """One ticket for one link, however often it is used. A forged link is answered like an old one."""
    meant = disowned(deps.peppers, body.token)
    if meant is None:
        raise link_over()
    kind, about = meant
    disown = reset if kind is Disownable.RESET else correction
    return disown(about, call, deps)
