import pytest

from colleagues import Circle, ReplyRule, replies_to
from corpmail.types import Address, Delivery

ANN, BOB, SALES, EVERYONE = (
    Address(f"{name}@firm.example") for name in ("ann", "bob", "sales", "everyone")
)
KIM = Address("kim@branch.rival.example")


def to(address: str, *, via: Address | None = None, bounced: bool = False) -> Delivery:
    outcome = "bounced" if bounced else "delivered"
    return Delivery(Address(address), "to", outcome, via=via)  # type: ignore[arg-type]  # a word


def make_rule(
    *addresses: str, domains: tuple[str, ...] = (), times: int = 1, name: str = "ann-pauses"
) -> ReplyRule:
    return ReplyRule(
        id=name,
        sender=ANN,
        to=Circle(frozenset(addresses), frozenset(domains)),
        after_minutes=6,
        text="It waits until Monday.",
        times=times,
    )


def answered(*deliveries: Delivery, rules: tuple[ReplyRule, ...], **before: int) -> list[str]:
    counts = {name.replace("_", "-"): count for name, count in before.items()}
    return [reply.rule for reply in replies_to(deliveries, rules, counts)]


def test_mail_that_reaches_somebody_of_the_rule_is_answered_in_its_words() -> None:
    (reply,) = replies_to([to(BOB), to(ANN)], [make_rule(ANN)], {})
    assert (reply.rule, reply.sender, reply.after_minutes) == ("ann-pauses", ANN, 6)
    assert reply.text == "It waits until Monday."


@pytest.mark.parametrize(
    ("delivery", "reached"),
    [
        (to(ANN), True),
        (to("ANN@Firm.Example"), True),
        (to(BOB, via=SALES), True),
        (to(KIM), True),
        (to(BOB), False),
        (to(ANN, via=EVERYONE), False),
        (to("kim@notrival.example"), False),
        (to(ANN, bounced=True), False),
        (to(BOB, via=SALES, bounced=True), False),
    ],
)
def test_who_was_written_to_decides(delivery: Delivery, reached: bool) -> None:
    rule = make_rule(ANN, SALES, domains=("rival.example",))
    assert bool(answered(delivery, rules=(rule,))) is reached


def test_a_mail_is_answered_once_by_a_rule_however_many_it_reaches() -> None:
    assert answered(to(ANN), to(BOB), rules=(make_rule(ANN, BOB),)) == ["ann-pauses"]


def test_a_rule_answers_as_often_as_it_says_and_no_more() -> None:
    rule = make_rule(ANN, times=2)
    assert answered(to(ANN), rules=(rule,), ann_pauses=1) == ["ann-pauses"]
    assert answered(to(ANN), rules=(rule,), ann_pauses=2) == []


def test_several_rules_can_answer_one_mail_in_their_order() -> None:
    rules = (make_rule(ANN, name="second"), make_rule(BOB), make_rule(ANN, name="first"))
    assert answered(to(ANN), rules=rules) == ["second", "first"]
