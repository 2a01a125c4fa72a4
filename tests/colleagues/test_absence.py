import pytest

from colleagues import Absence, Circle, Past, away_notes
from corpmail.types import Address, DeliveredMail, Delivery, MessageId

ALEX, ANN, ALIAS, STAFF = (
    Address(f"{name}@firm.example") for name in ("alex", "ann.lee", "ann", "staff")
)
NOON = 1_000_000
AWAY = Absence(ANN, Circle(frozenset({ANN, ALIAS})), NOON, NOON + 3600, "Back at one.")


def mail(*, at: int = NOON, via: Address | None = None, sender: Address = ALEX) -> DeliveredMail:
    delivery = Delivery(ANN, "to", "delivered", via=via)
    return DeliveredMail(MessageId("m-1"), sender, (delivery,), at)


def test_a_mailbox_answers_for_who_is_away() -> None:
    assert away_notes(mail(), [AWAY], Past()) == (AWAY,)
    assert away_notes(mail(via=ALIAS), [AWAY], Past()) == (AWAY,)


@pytest.mark.parametrize(
    "other",
    [
        mail(at=NOON - 1),
        mail(at=NOON + 3600),
        mail(via=STAFF),
        mail(sender=ANN),
    ],
)
def test_it_does_not_answer_at_other_times_to_lists_or_to_itself(other: DeliveredMail) -> None:
    assert away_notes(other, [AWAY], Past()) == ()


def test_it_tells_each_sender_once() -> None:
    told = Past(told_away=frozenset({(ANN, ALEX)}))
    assert away_notes(mail(), [AWAY], told) == ()
    assert away_notes(mail(sender=STAFF), [AWAY], told) == (AWAY,)
