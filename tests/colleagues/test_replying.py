from collections.abc import Mapping, Sequence

import pytest

from colleagues import (
    Absence,
    Act,
    Circle,
    Hours,
    MailMatch,
    MailTo,
    Past,
    Place,
    Rule,
    next_moment,
    own_accord,
    replies_to,
)
from corpmail.types import Address, DeliveredMail, Delivery, MessageId

ALEX, ANN, BOB, SALES, EVERYONE = (
    Address(f"{name}@firm.example") for name in ("alex", "ann", "bob", "sales", "everyone")
)
KIM = Address("kim@branch.rival.example")
NOW = 1_792_786_080
"""Friday 23 October 2026, 16:08 in New York."""
MINUTE = 60
HERE = Place("America/New_York")


def to(address: str, *, via: Address | None = None, bounced: bool = False) -> Delivery:
    outcome = "bounced" if bounced else "delivered"
    return Delivery(Address(address), "to", outcome, via=via)  # type: ignore[arg-type]  # a word


def circle(*addresses: str, domains: tuple[str, ...] = ()) -> Circle:
    return Circle(frozenset(addresses), frozenset(domains))


def make_rule(name: str = "ann-pauses", /, **changes: object) -> Rule:
    values: dict[str, object] = {
        "id": name,
        "person": ANN,
        "to": circle(ANN),
        "acts": (Act("reply", "It waits until Monday.", ANN, after_minutes=6),),
        **changes,
    }
    return Rule(**values)  # type: ignore[arg-type]  # of many types


def make_mail(*deliveries: Delivery, **changes: object) -> DeliveredMail:
    values: dict[str, object] = {
        "message_id": MessageId("m-1"),
        "sender": ALEX,
        "deliveries": deliveries or (to(ANN),),
        "at": NOW,
        **changes,
    }
    return DeliveredMail(**values)  # type: ignore[arg-type]  # of many types


def followed(mail: DeliveredMail, *rules: Rule, past: Past | None = None) -> list[str]:
    return [each.rule for each in replies_to(mail, rules, past or Past(), HERE)]


def fits(match: MailMatch, mail: DeliveredMail) -> bool:
    return bool(followed(mail, make_rule(mail=match)))


def test_mail_that_reaches_somebody_of_the_rule_is_answered_in_its_words() -> None:
    (planned,) = replies_to(make_mail(to(BOB), to(ANN)), [make_rule()], Past(), HERE)
    assert (planned.rule, planned.act.sender, planned.after) == ("ann-pauses", ANN, 6 * MINUTE)
    assert planned.act.text == "It waits until Monday."
    assert planned.why == ""


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
    rule = make_rule(to=circle(ANN, SALES, domains=("rival.example",)))
    assert bool(followed(make_mail(delivery), rule)) is reached


def test_nobody_answers_themselves() -> None:
    assert followed(make_mail(to(ANN), sender=ANN), make_rule()) == []


def test_a_rule_is_followed_as_often_as_it_says_and_no_more() -> None:
    rule = make_rule(times=2)
    assert followed(make_mail(), rule, past=Past(followed={"ann-pauses": 1})) == ["ann-pauses"]
    assert followed(make_mail(), rule, past=Past(followed={"ann-pauses": 2})) == []


def test_of_one_persons_rules_the_first_that_fits_is_followed() -> None:
    rules = (
        make_rule("particular", mail=MailMatch(says=(("ledger",),))),
        make_rule("general"),
        make_rule("bobs", person=BOB, to=circle(ANN)),
    )
    assert followed(make_mail(text="The ledger."), *rules) == ["particular", "bobs"]
    assert followed(make_mail(text="The tide."), *rules) == ["general", "bobs"]
    used_up = Past(followed={"particular": 1})
    assert followed(make_mail(text="The ledger."), *rules, past=used_up) == ["general", "bobs"]


@pytest.mark.parametrize(
    ("match", "mail", "fit"),
    [
        (MailMatch(says=(("ledger*",),)), make_mail(subject="Ledgers"), True),
        (MailMatch(says=(("ledger", "till"), ("Monday",))), make_mail(text="Till? Monday."), True),
        (MailMatch(says=(("ledger", "till"), ("Monday",))), make_mail(text="The till."), False),
        (MailMatch(subject=("tide",)), make_mail(text="tide"), False),
        (MailMatch(files=frozenset({"a.csv", "b.csv"})), make_mail(files=("b.csv",)), True),
        (MailMatch(files=frozenset({"a.csv"})), make_mail(files=()), False),
        (MailMatch(also_to=circle(BOB)), make_mail(to(ANN), to(BOB)), True),
        (MailMatch(also_to=circle(BOB)), make_mail(to(ANN)), False),
        (MailMatch(not_to=circle(BOB)), make_mail(to(ANN), to(BOB)), False),
        (MailMatch(not_to=circle(BOB)), make_mail(to(ANN), to(BOB, bounced=True)), True),
        (MailMatch(answers=frozenset({MessageId("m-9")})), make_mail(answers="m-9"), True),
        (MailMatch(answers=frozenset({MessageId("m-9")})), make_mail(), False),
        (MailMatch(passes_on=frozenset({MessageId("m-9")})), make_mail(passes_on="m-9"), True),
        (MailMatch(senders=circle(BOB)), make_mail(), False),
        (MailMatch(), make_mail(sender=BOB), True),
    ],
)
def test_the_mail_must_be_all_that_the_rule_says_of_it(
    match: MailMatch, mail: DeliveredMail, fit: bool
) -> None:
    assert fits(match, mail) is fit


def test_what_was_decisive_is_said() -> None:
    rule = make_rule(mail=MailMatch(says=(('"after hours"',),), files=frozenset({"a.csv"})))
    mail = make_mail(text="We met after hours.", files=("a.csv",))
    (planned,) = replies_to(mail, [rule], Past(), HERE)
    assert planned.why == 'says "after hours", carries a.csv'


@pytest.mark.parametrize(
    ("rule", "past", "fit"),
    [
        (make_rule(earliest=NOW + 1), {}, False),
        (make_rule(latest=NOW - 1), {}, False),
        (make_rule(earliest=NOW, latest=NOW), {}, True),
        (make_rule(only_after=frozenset({"other"})), {}, False),
        (make_rule(only_after=frozenset({"other"})), {"other": NOW}, True),
        (make_rule(only_after=frozenset({"other"})), {"other": NOW + 60}, False),
        (make_rule(unless=frozenset({"other"})), {"other": NOW}, False),
        (make_rule(unless=frozenset({"other"})), {"other": NOW + 60}, True),
    ],
)
def test_the_time_and_what_others_have_done_by_then_count(
    rule: Rule, past: Mapping[str, int], fit: bool
) -> None:
    assert bool(followed(make_mail(), rule, past=Past(done_by=past))) is fit


def test_several_things_are_done_each_at_its_time() -> None:
    acts = (
        Act("reply", "No.", ANN, after_minutes=2),
        Act("forward", "See below.", ANN, after_minutes=4, to=(BOB,)),
        Act("new", "It runs now.", BOB, at=NOW + 3600, to=(EVERYONE,), subject="CHG"),
        Act("new", "Too late.", BOB, at=NOW - 3600, to=(EVERYONE,), subject="CHG"),
    )
    planned = replies_to(make_mail(), [make_rule(acts=acts)], Past(), HERE)
    assert [each.after for each in planned] == [2 * MINUTE, 4 * MINUTE, 3600, 1]


def at_work(minutes: int, *absences: Absence) -> int:
    act = Act("reply", "Yes.", ANN, after_minutes=minutes, hours=Hours(9 * 60, 17 * 60))
    place = Place("America/New_York", absences)
    (planned,) = replies_to(make_mail(), [make_rule(acts=(act,))], Past(), place)
    return planned.after


def test_what_is_done_at_work_waits_for_it() -> None:
    monday_at_nine = (51 + 2 * 24 * 60 + 16 * 60 + 1) * MINUTE
    assert at_work(50) == 50 * MINUTE
    assert at_work(52) == monday_at_nine
    away = Absence(ANN, circle(ANN), NOW, NOW + 20 * MINUTE, "Out.")
    assert at_work(5, away) == 20 * MINUTE
    assert at_work(30, away) == 30 * MINUTE
    weekend = Absence(ANN, circle(ANN), NOW, NOW + monday_at_nine + 60 * MINUTE, "Out.")
    assert at_work(5, weekend) == monday_at_nine + 60 * MINUTE


def own(rule: Rule, *mail: DeliveredMail, at: int = NOW + 600) -> list[str]:
    past = Past(mail=lambda: mail)
    return [each.rule for each in own_accord(at, [rule], past, HERE)]


def test_somebody_writes_at_a_moment_unless_what_they_wait_for_has_come() -> None:
    waits = MailTo(
        circle(ANN), MailMatch(senders=circle(ALEX), answers=frozenset({MessageId("q")}))
    )
    rule = make_rule("asks-again", at=NOW + 600, unless_mail=waits)
    assert own(rule) == ["asks-again"]
    assert own(rule, make_mail(answers="q")) == []
    assert own(rule, make_mail(to(BOB), answers="q")) == ["asks-again"]
    assert own(rule, make_mail(answers="q", at=NOW + 700)) == ["asks-again"]
    assert followed(make_mail(), rule) == []


def test_moments_come_one_after_the_other() -> None:
    rules: Sequence[Rule] = (make_rule("b", at=NOW + 9), make_rule("a", at=NOW + 5), make_rule())
    assert next_moment(rules, after=NOW) == NOW + 5
    assert next_moment(rules, after=NOW + 5) == NOW + 9
    assert next_moment(rules, after=NOW + 9) is None
