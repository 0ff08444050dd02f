"""Which call is to fail and how: by rule (tests) or by chance (soak runs)."""

from fnmatch import fnmatchcase
from random import Random
from threading import Lock
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from devstack.workspace.answers import Answer, named

READS = ("users.get", "users.list")
WRITES_ONLY = (409, 412)


def _known(name: str) -> str:
    try:
        named(name)
    except KeyError:
        raise ValueError(f"no such answer: {name}") from None
    return name


Name = Annotated[str, AfterValidator(_known)]
Probability = Annotated[float, Field(ge=0, le=1)]


class Rule(BaseModel):
    """Calls number `nth` to `nth + times - 1` of those that match get the named answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    method: str = Field(default="*", description="glob, e.g. users.insert")
    match: str = Field(default="*", description="glob on the address (insert) or user key; empty for list")
    nth: int = Field(default=1, ge=1)
    times: int = Field(default=1, ge=1)
    answer: Name

    def covers(self, method: str, address: str) -> bool:
        """Whether a call counts for this rule."""
        return fnmatchcase(method, self.method) and fnmatchcase(address, self.match)


Rules = TypeAdapter(list[Rule])
Chances = TypeAdapter(dict[Name, Probability])


class Faults:
    """The switches. The first rule that fires wins; every rule that covers a call counts it."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._lock = Lock()
        self._seen: list[int] = []
        self.rules: list[Rule] = []
        self.chances: dict[str, float] = {}

    def set_rules(self, rules: list[Rule]) -> None:
        """Replace all rules; counting begins anew."""
        with self._lock:
            self.rules, self._seen = rules, [0] * len(rules)

    def pick(self, method: str, address: str) -> tuple[Answer, bool] | None:
        """Answer to give to this call and whether to carry it out first; None = behave."""
        with self._lock:
            name = self._by_rule(method, address) or self._by_chance(method)
        return named(name) if name else None

    def _by_rule(self, method: str, address: str) -> str | None:
        fired = None
        for number, rule in enumerate(self.rules):
            if rule.covers(method, address):
                self._seen[number] += 1
                due = rule.nth <= self._seen[number] < rule.nth + rule.times
                fired = fired or (rule.answer if due else None)
        return fired

    def _by_chance(self, method: str) -> str | None:
        for name, probability in self.chances.items():
            sensible = method not in READS or named(name)[0].status not in WRITES_ONLY
            if sensible and self._random.random() < probability:
                return name
        return None
