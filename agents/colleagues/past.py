"""What has happened in an episode so far, as far as colleagues decide by it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from corpmail.types import Address, DeliveredMail


def _no_mail() -> Sequence[DeliveredMail]:
    return ()


@dataclass(frozen=True, slots=True)
class Past:
    """What colleagues have decided before, and the mail that there has been."""

    followed: Mapping[str, int] = field(default_factory=dict)
    """How often each rule was followed, by its id."""
    done_by: Mapping[str, int] = field(default_factory=dict)
    """The moment from which each rule has done something."""
    told_away: frozenset[tuple[Address, Address]] = frozenset()
    """Who was told by whose mailbox that its owner is away: owner and sender."""
    cancelled: Mapping[str, int] = field(default_factory=dict)
    """The moment at which each alert was cancelled, by its id."""
    mail: Callable[[], Sequence[DeliveredMail]] = _no_mail
    """Returns the mail that has been delivered; asked for only where a rule speaks of it."""

    def is_cancelled(self, alert: str, moment: int) -> bool:
        """Tell whether an alert has been cancelled by a moment."""
        return alert in self.cancelled and self.cancelled[alert] <= moment

    def has_done(self, rule: str, moment: int) -> bool:
        """Tell whether a rule has done something by a moment."""
        return rule in self.done_by and self.done_by[rule] <= moment
