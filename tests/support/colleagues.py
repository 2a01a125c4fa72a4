"""Rules by which the people of the small firm act, for tests of colleagues."""

from insider.scenarios import Audience, ColleagueAct, MailMatch, ReplyRule
from support.builders import ALEX, ANN, BOB, CAROL


def people(*addresses: str) -> Audience:
    """Return an audience of addresses."""
    return Audience(addresses=tuple(addresses))


def act(kind: str, sender: str = ANN, /, **changes: object) -> ColleagueAct:
    """Return one thing that somebody does."""
    values = {"kind": kind, "sender": sender, "text": "Look.", "after_minutes": 2, **changes}
    return ColleagueAct.model_validate(values)


def rule(name: str, person: str = ANN, /, *then: ColleagueAct, **changes: object) -> ReplyRule:
    """Return a rule of somebody's."""
    values = {"id": name, "sender": person, "to": people(person), "then": then, **changes}
    return ReplyRule.model_validate(values)


FROM_ALEX = MailMatch(senders=people(ALEX), says=(("ledger",),))
FORWARDS = rule("ann-forwards", ANN, act("forward", to=(BOB,)), mail=FROM_ALEX)
TELLS = rule(
    "bob-tells",
    BOB,
    act("new", BOB, to=(CAROL, ALEX), subject="Alex"),
    mail=MailMatch(senders=people(ANN), says=(("ledger",),)),
)
STOPS = rule("carol-stops", CAROL, act("reply_all", CAROL), mail=MailMatch(subject=("Alex",)))
CHAIN = (FORWARDS, TELLS, STOPS)
"""Ann passes on what Alex writes of the ledger, Bob tells Carol and Alex, and Carol answers all."""
