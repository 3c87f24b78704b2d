"""The synthetic world: contracts, what the systems outside say, customers and people. All of it is drawn from a seed.

Every draw is named, so that a crash, a retry or another model changes none of the others.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.renewal.agenda import Item

SOURCES = ("usage", "network", "billing", "support")
OPENS, END_OF_LIFE, REVOKED, ENDS = -90, -47, -45, 0


class SourceFailed(Exception):
    """A system outside gave no answer."""


@dataclass(frozen=True)
class World:
    """Everything outside the program, as a function of a seed."""

    seed: int

    def draw(self, *names: object) -> random.Random:
        """Return the random numbers that belong to a name."""
        return random.Random("/".join(map(str, (self.seed, *names))))  # noqa: S311 - synthetic data, not secrets

    def chance(self, probability: float, *names: object) -> bool:
        """Tell whether something of this probability happens."""
        return self.draw(*names).random() < probability

    def tenant(self, workflow: str) -> str:
        """Return whose contract it is."""
        return self.draw(workflow, "tenant").choice(("tenant-a", "tenant-b", "tenant-c"))

    def messages(self, workflow: str) -> Iterator[Item]:
        """Yield what will reach a contract from outside whatever the program does."""
        opened = {"tenant": self.tenant(workflow)}
        yield Item(f"{workflow}/trigger", workflow, "trigger", OPENS, opened)
        if self.chance(0.15, workflow, "second trigger"):
            yield Item(f"{workflow}/trigger again", workflow, "trigger", OPENS + 1, opened)
        if self.chance(0.25, workflow, "end of life"):
            yield Item(f"{workflow}/end-of-life", workflow, "end-of-life", END_OF_LIFE, {"product": "router-2"})
        if self.chance(0.08, workflow, "revoked"):
            yield Item(f"{workflow}/revoke", workflow, "revoke", REVOKED, {"by": "simulated person"})
        yield Item(f"{workflow}/end", workflow, "end", ENDS, {})

    def repeats(self, item: Item) -> bool:
        """Tell whether the transport delivers a message a second time."""
        return item.version is None and self.chance(0.1, item.id, "delivered twice")

    def read(self, source: str, workflow: str, attempt: int) -> dict[str, Any]:
        """Return what a source says about a contract; raise SourceFailed if it is down."""
        if attempt == 1 and self.chance(0.3, workflow, "outage") and source == self._down(workflow):
            raise SourceFailed(source)
        draw = self.draw(workflow, source)
        readings: dict[str, dict[str, Any]] = {
            "usage": {"usage": round(draw.uniform(-0.5, 0.3), 2)},
            "network": {"incidents": draw.randint(0, 4)},
            "billing": {"late_payments": draw.randint(0, 2), "merger": draw.random() < 0.15},
            # Support counts incidents too, as reported by telephone: where sources overlap, the merge decides.
            "support": {"tickets": draw.randint(0, 8), "incidents": draw.randint(0, 2)},
        }
        return readings[source]

    def _down(self, workflow: str) -> str:
        return self.draw(workflow, "which is down").choice(SOURCES)

    def undo_fails(self, key: str, tries: int) -> bool:
        """Tell whether a compensation fails at a try."""
        return tries == 1 and self.chance(0.3, key, "undo")

    def reply(self, question: str, workflow: str, day: int, data: Mapping[str, Any]) -> Item:
        """Return how the customer or the simulated person will answer, and on which day."""
        draw = self.draw(workflow, question)
        if question == "answer":
            wish = 0.8 - 0.06 * data["signals"]["tickets"] + 0.8 * data["offer"]["discount"]
            payload: dict[str, Any] = {
                "accepts": draw.random() < wish + 0.15 * (data["offer"]["strategy"] == "restructure")
            }
            return Item(f"{workflow}/answer", workflow, question, min(day + draw.randint(3, 14), -8), payload)
        decisions = {"approval": ("approve", "deny"), "resolution": ("renew", "leave")}[question]
        decision = draw.choices(decisions, weights=(7, 3))[0]
        payload = {"decision": decision, "by": "simulated person"}
        longest = {"approval": 5, "resolution": 10}[question]
        return Item(f"{workflow}/{question}", workflow, question, day + draw.randint(1, longest), payload)
