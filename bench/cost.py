"""What all this costs: docs/cost.md, computed from counted operations, prices and stated assumptions.

`python -m bench.cost --hits 2e8 --sms-dollars 0.33` prints the same with other assumptions and writes nothing.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from bench.cost_assumptions import Year, why, year
from bench.cost_bill import Bill, bill
from bench.cost_prices import RATES
from bench.cost_year import REFRESH, Work, second, works
from bench.counts import counted_on, kept
from bench.prices import PRICES
from bench.report import DOCUMENT, table

PAGE: Final = DOCUMENT.with_name("cost.md")
SMS_RANGE: Final = {
    0.012: "lowest offer of a gateway that was read, for numbers and not for a registered name",
    0.025: "assumed above",
    0.33: "Google's Identity Platform, Indonesia, as a third party quoted it in March 2026",
}
HEAD: Final = """\
# Cost

Written by `python -m bench cost`; do not edit. Computed from operations counted on the embedded engine ({counted}),
in US dollars at list prices, without free quotas, discounts and taxes. **What is marked ESTIMATE was not read from its
owner's price list**: check it before you plan with it. To try other assumptions, which writes nothing:

```console
$ .venv/bin/python -m bench.cost --hits 200e6 --sms-dollars 0.33
```
"""
WORKS: Final = """\
Operations are Firestore, Pub/Sub and KMS. Cloud Run is an upper bound: every run is billed {billed:.0f} ms of an
instance of its own, and longer where it waits for Workspace, relay or gateway. Measured, a look-up takes {cpu} ms of
CPU ([benchmarks.md](benchmarks.md)); instances that serve many at a time share what they wait, so that the true figure
lies between ${floor:.2f} and ${ceiling:.2f} per million look-ups."""
LEFT_OUT: Final = """\
Left out: Workspace for Education (no charge for the Fundamentals edition), the site's pages and the CDN, Cloud Storage
(a register of the country is some 12 GB for 14 days), images and builds, requests of officials (thousands a year, not
millions), what fails and is tried again, people, taxes."""


def run() -> None:
    """Compute with the assumptions of the page and write it."""
    page = document(Year())
    print(page, flush=True)
    PAGE.write_text(page, encoding="utf-8")


def document(chosen: Year) -> str:
    """The whole page."""
    counts = kept()
    done = works(chosen, counts)
    due = bill(chosen, done, counts["stored"])
    counted = ", ".join(f"{name} {date}" for name, date in counted_on().items())
    parts = [
        HEAD.format(counted=counted),
        "## A year of the whole country\n",
        _bill_table(due),
        _words(chosen, done, due),
        "## A million of each\n",
        _works_table(chosen, done),
        "\n" + _between(chosen, done),
        "## Once: everybody's account\n",
        _once(chosen, done),
        "## Assumptions\n",
        _listing(
            ["assumption", "figure", "where from"], [[k, _figure(v), why()[k]] for k, v in asdict(chosen).items()]
        ),
        "\n## Prices\n",
        _prices(),
        "\n" + LEFT_OUT,
    ]
    return "\n".join(parts) + "\n"


def _bill_table(due: Bill) -> str:
    total = sum(due.values())
    rows = [[name, f"{dollars:,.0f}", f"{dollars / total:.1%}"] for name, dollars in due.items()]
    return table(["item", "$ a year", "part"], [*rows, ["**all**", f"**{total:,.0f}**", ""]])


def _words(chosen: Year, done: Sequence[Work], due: Bill) -> str:
    total, first = sum(due.values()), next(iter(due))
    texts = sum(work.total("texts") for work in done)
    notices = texts - chosen.resets_by_sms
    others = total - due["SMS"]
    lines = [f"- at ${price} ({note}): ${texts * price + others:,.0f} a year" for price, note in SMS_RANGE.items()]
    cents, without = total / chosen.accounts * 100, others / chosen.accounts * 100
    [refresh] = [work for work in done if work.name == REFRESH]
    looks = refresh.times * sum(refresh.per_million(chosen).values()) / 1e6
    return f"""
The largest item is **{first}**. All is {cents:.1f} US cents a year for each of {chosen.accounts / 1e6:.1f} million
accounts, {without:.2f} without SMS. {texts / 1e6:.1f} million SMS leave; what one costs decides over the bill:

{chr(10).join(lines)}

{notices / 1e6:.1f} million of them are notices that warn the owner, here of people who have a mail address as well and
are told there too: an upper bound, ${notices * chosen.sms_dollars:,.0f} a year. The look at who has activated is
${looks:,.0f} at most: it reads all users {chosen.refreshes:,.0f} times a year, as often as page after page can.
"""


def _works_table(chosen: Year, done: Sequence[Work]) -> str:
    head = ["what", "times a year", "operations", "Cloud Run", "mail", "SMS", "$ per million", "$ a year"]
    return table(head, [_work_row(chosen, work) for work in done])


def _work_row(chosen: Year, work: Work) -> list[str]:
    paid = work.per_million(chosen)
    million = sum(paid.values())
    figures = [*paid.values(), million, work.times * million / 1e6]
    return [work.name, _figure(work.times), *(f"{figure:,.2f}" for figure in figures[:-1]), f"{figures[-1]:,.0f}"]


def _between(chosen: Year, done: Sequence[Work]) -> str:
    requests, cpu = RATES["requests"].dollars, measured_cpu_ms(DOCUMENT.read_text(encoding="utf-8"))
    ceiling = done[0].per_million(chosen)["Cloud Run"]
    floor = cpu / 1000 * second() * 1e6 + requests
    return WORKS.format(billed=chosen.billed_ms, cpu=cpu, floor=floor, ceiling=ceiling) + "\n"


def _once(chosen: Year, done: Sequence[Work]) -> str:
    [account] = [work for work in done if work.name == "account, row to mail"]
    dollars = sum(account.per_million(chosen).values()) * chosen.accounts / 1e6
    return (
        f"{chosen.accounts / 1e6:.1f} million accounts, from the register's row to the owner's mail: ${dollars:,.0f}.\n"
    )


def _prices() -> str:
    operations = [[each.unit, f"{each.per_million / 1e6:.3g}", each.source] for each in PRICES.values()]
    rates = [[each.unit, f"{each.dollars:.3g}", each.source] for each in RATES.values()]
    return _listing(["unit", "$", "source"], [*operations, *rates])


def _listing(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Figures in the middle, sentences behind: only the figures to the right."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---", "---:", "---"], *rows))


def measured_cpu_ms(benchmarks: str) -> float:
    """CPU of a look-up on Google's emulators as it was published last; ValueError if it never was."""
    found = re.search(r"^\| emulators \| +look-up \| +([0-9.]+) ", benchmarks, re.MULTILINE)
    if found is None:
        raise ValueError("docs/benchmarks.md holds no CPU of a look-up: run python -m bench lookup_cpu")
    return float(found[1])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 and value == int(value) else f"{value:,.6g}"


if __name__ == "__main__":
    sys.stdout.write(document(year(sys.argv[1:])))
