"""What is assumed about a year. Every figure can be given as an argument of `python -m bench.cost`."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any


def _assumed(default: float, why: str) -> Any:
    return field(default=default, metadata={"why": why})


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the whole country."""

    pupils: float = _assumed(53_000_000, "DESIGN: pupils with an account")
    teachers: float = _assumed(4_200_000, "DESIGN: teachers with an account")
    moves: float = _assumed(10_500_000, "DESIGN: people who move level in a year; each gets an account")
    imports: float = _assumed(4, "ESTIMATE: times a year the whole register is read; rows that did not change")
    hits: float = _assumed(120_000_000, "ESTIMATE: look-ups that find somebody, about two a person")
    misses: float = _assumed(30_000_000, "ESTIMATE: look-ups that do not")
    details: float = _assumed(12_000_000, "ESTIMATE: details mails asked for, one in ten hits")
    resets_by_sms: float = _assumed(6_000_000, "ESTIMATE: resets by the owner with a code by SMS")
    resets_by_mail: float = _assumed(4_000_000, "ESTIMATE: the same with a code by mail")
    assisted: float = _assumed(3_000_000, "ESTIMATE: resets by a petugas")
    cards: float = _assumed(500_000, "ESTIMATE: of these handed over as a card")
    downloads: float = _assumed(95_000, "ESTIMATE: as many as put everybody twice a year on a list, 1,200 each")
    refreshes: float = _assumed(340, "ESTIMATE: looks over all users a year; page follows page, so one takes a day")
    billed_ms: float = _assumed(100, "an upper bound: a run alone in its instance, rounded up as Google bills it")
    directory_ms: float = _assumed(700, "ESTIMATE: one call of Workspace, waited for with the CPU allotted")
    message_ms: float = _assumed(300, "ESTIMATE: one mail or SMS handed over, likewise")
    sms_dollars: float = _assumed(0.025, "ESTIMATE: one SMS from a registered sender by a domestic gateway")
    mail_dollars: float = _assumed(0.0001, "ESTIMATE: one mail by a relay at $0.10 per thousand")
    backup_days: float = _assumed(30, "infra/environments/prod: daily backups that are kept at a time")
    index_factor: float = _assumed(1.5, "ESTIMATE: stored bytes beside JSON, with names, indexes and their overhead")
    answer_kb: float = _assumed(4, "ESTIMATE: bytes of a request and its answer at the load balancer, in KB")
    request_log_bytes: float = _assumed(900, "ESTIMATE: Cloud Run's own line for a request")

    @property
    def accounts(self) -> float:
        """All of them."""
        return self.pupils + self.teachers


def why() -> dict[str, str]:
    """Where each figure comes from."""
    return {each.name: each.metadata["why"] for each in fields(Year)}


def year(arguments: Sequence[str]) -> Year:
    """`--hits 200e6 --sms-dollars 0.33`; exits with a usage message for anything else."""
    parser = argparse.ArgumentParser(prog="python -m bench.cost", description=__doc__)
    for each in fields(Year):
        option, explained = f"--{each.name.replace('_', '-')}", each.metadata["why"]
        parser.add_argument(option, type=float, default=each.default, help=explained)
    return Year(**vars(parser.parse_args(arguments)))
