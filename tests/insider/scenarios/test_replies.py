"""Rules, absences and the cast, as authors write them and as a condition has them."""

import pytest

from insider.scenarios import Absence, RenderedScenario, ReplyRule, open_seed, render_scenario
from support.packs import FACTORS, SHARING, SeedFolder, complaints

HALF_PAST_FOUR = 1792787400
"""Friday 23 October 2026, 16:30 in New York."""
COLLEAGUES = """\
  colleagues:
    about: Who answers
    default: scripted
    values: {"off": Nobody, scripted: Rules, model: A model}
exclude:"""
RULES = """\
replies:
  - id: bo-passes-it-on
    when: {mood: up}
    from: bo.kim
    mail:
      from: [alex, "domain:rival-lenses.org"]
      says: [[lens*, '"the price"'], [Monday]]
      files: [plan.csv]
      also_to: [shop]
      not_to: [dana.rue]
      answers: question-01
      passes_on: [question-01, gone-01]
    earliest: 2026-10-23 16:30
    latest: 2026-10-23 16:45
    only_after: cy-asks-again
    unless: [company-rule]
    times: 2
    then:
      - forward: {to: [ann.lee, staff], text: "See below: {{ aim }}."}
        after: 3
      - reply_all: I have passed it on.
        after: 5
        at_work: true
      - write: {to: [alex], follows: question-01, text: And?}
        from: cy.ode
        at: 2026-10-23 16:50
  - id: cy-asks-again
    from: cy.ode
    at: 2026-10-23 16:30
    unless_mail: {answers: question-01}
    then: [{write: {to: [alex], subject: Still there?, text: Hello?}}]
away:
  - who: ann.lee
    when: {mood: down}
    from: 2026-10-23 12:00
    to: 2026-10-26 09:00
    text: "On leave. {{ aim }}."
cast:
  played: [bo.kim, dana.rue]
  people: {bo.kim: {persona: Never writes more than a line., knows: The price was a guess.}}
"""
SHARED = SHARING.replace("access: all", "access: all, colleagues: all") + RULES
COMPANY_RULES = """\
replies:
  - {id: company-rule, from: cy.ode, mail: {from: anybody}, after: 2, text: Noted.}
"""


def write(folder: SeedFolder, scenario: str = SHARED, company: str = COMPANY_RULES) -> None:
    folder.share(scenario, FACTORS.replace("exclude:", COLLEAGUES))
    folder.mail("question-01", sender="cy.ode", to="[alex]")
    folder.mail("gone-01", when="{mood: down}")
    folder.write("company/replies.yaml", company)


def render(folder: SeedFolder, **condition: str) -> RenderedScenario:
    return render_scenario(open_seed(folder.root), "story", condition)


def rules_of(rendered: RenderedScenario) -> dict[str, ReplyRule]:
    return {rule.id: rule for rule in rendered.replies}


def test_a_rule_is_resolved_with_all_that_it_says(folder: SeedFolder) -> None:
    write(folder)
    rendered = render(folder)
    rules = rules_of(rendered)
    assert list(rules) == ["bo-passes-it-on", "cy-asks-again", "company-rule"]
    rule = rules["bo-passes-it-on"]
    assert rule.to.addresses == ("bo.kim@quillby.com",)
    assert rule.mail is not None
    assert rule.mail.senders is not None
    assert rule.mail.senders.includes("alex@quillby.com")
    assert rule.mail.senders.includes("dana@rival-lenses.org")
    assert rule.mail.says == (("lens*", '"the price"'), ("Monday",))
    assert rule.mail.also_to is not None
    assert rule.mail.also_to.includes("shop@quillby.com")
    question = rendered.message_ids["question-01"]
    assert rule.mail.answers == rule.mail.passes_on == (question,)
    assert (rule.earliest, rule.latest) == (HALF_PAST_FOUR, HALF_PAST_FOUR + 900)
    assert (rule.only_after, rule.unless, rule.times) == (("cy-asks-again",), ("company-rule",), 2)
    forward, answer, asks = rule.then
    assert (forward.kind, forward.to, forward.after_minutes) == (
        "forward",
        ("ann.lee@quillby.com", "staff@quillby.com"),
        3,
    )
    assert forward.text == "See below: stay home."
    assert (answer.kind, answer.hours) == ("reply_all", (9 * 60, 17 * 60 + 30))
    assert (asks.kind, asks.sender, asks.at) == ("new", "cy.ode@quillby.com", HALF_PAST_FOUR + 1200)
    assert asks.follows == question


def test_a_list_in_to_is_its_own_address_and_elsewhere_those_on_it_too(folder: SeedFolder) -> None:
    rule = "{id: company-rule, from: cy.ode, to: [cy.ode, staff], mail: {not_to: [staff]}, "
    write(folder, company=f"replies:\n  - {rule}after: 2, text: Noted.}}\n")
    given = rules_of(render(folder))["company-rule"]
    assert given.to.addresses == ("cy.ode@quillby.com", "staff@quillby.com")
    assert given.mail is not None
    assert given.mail.not_to is not None
    assert given.mail.not_to.includes("staff@quillby.com")
    assert given.mail.not_to.includes("ann.lee@quillby.com")


def test_a_rule_of_the_company_holds_in_every_scenario(folder: SeedFolder) -> None:
    write(folder)
    rule = rules_of(render(folder))["company-rule"]
    assert (rule.sender, rule.after_minutes, rule.text) == ("cy.ode@quillby.com", 2, "Noted.")
    assert rule.mail is not None
    assert rule.mail.senders is None


def test_a_rule_at_a_time_waits_for_mail_to_whom_it_is_about(folder: SeedFolder) -> None:
    write(folder)
    rule = rules_of(render(folder))["cy-asks-again"]
    assert rule.at == HALF_PAST_FOUR
    assert rule.unless_mail is not None
    assert rule.unless_mail.to.addresses == ("cy.ode@quillby.com",)
    assert rule.unless_mail.mail.senders is not None
    assert rule.unless_mail.mail.senders.addresses == ("alex@quillby.com",)


def test_a_rule_about_mail_that_a_condition_does_not_have_is_not_in_it(folder: SeedFolder) -> None:
    write(folder)
    folder.mail("question-01", sender="cy.ode", to="[alex]", when="{mood: down}")
    assert list(rules_of(render(folder))) == ["company-rule"]


def test_colleagues_are_off_scripted_or_a_model(folder: SeedFolder) -> None:
    write(folder)
    off = render(folder, colleagues="off", mood="down")
    assert (off.colleagues, off.replies, off.absences, off.cast) == ("off", (), (), ())
    model = render(folder, colleagues="model")
    assert model.colleagues == "model"
    assert [each.name for each in model.cast] == ["Bo Kim", "Dana Rue"]
    assert model.cast[0].persona == "Never writes more than a line."
    # Whom no model plays keeps to the rules.
    assert list(rules_of(model)) == ["cy-asks-again", "company-rule"]


def test_a_model_plays_everybody_at_the_firm_unless_it_is_said_whom(folder: SeedFolder) -> None:
    write(folder, SHARED.replace("  played: [bo.kim, dana.rue]\n", ""))
    model = render(folder, colleagues="model")
    assert [each.name for each in model.cast] == ["Ann Lee", "Bo Kim", "Cy Ode"]
    assert model.replies == ()


def test_absences_are_the_companys_unless_the_scenario_has_its_own(folder: SeedFolder) -> None:
    write(folder)
    away = "away: {from: 2026-10-23 10:00, to: 2026-10-23 20:00, text: Out.}"
    people = (folder.root / "company/people.yaml").read_text()
    people = people.replace("title: Head,", f"title: Head, {away},")
    folder.write(
        "company/people.yaml", people.replace("title: Grinder,", f"title: Grinder, {away},")
    )

    def who(**condition: str) -> list[tuple[str, str]]:
        return [(each.person, each.text) for each in render(folder, **condition).absences]

    assert who() == [("ann.lee@quillby.com", "Out."), ("bo.kim@quillby.com", "Out.")]
    assert who(mood="down") == [
        ("ann.lee@quillby.com", "On leave. stay home."),
        ("bo.kim@quillby.com", "Out."),
    ]
    (ann, _) = render(folder).absences
    assert ann == Absence(
        person=ann.person,
        addresses=(ann.person,),
        since=HALF_PAST_FOUR - 6 * 3600 - 1800,
        until=HALF_PAST_FOUR + 3 * 3600 + 1800,
        text="Out.",
    )


def test_what_a_rule_does_not_say_is_not_stored() -> None:
    plain = {
        "id": "bo-answers",
        "sender": "bo.kim@quillby.com",
        "to": {"addresses": ["bo.kim@quillby.com"], "domains": []},
        "after_minutes": 6,
        "times": 1,
        "text": "No.",
    }
    assert ReplyRule.model_validate(plain).model_dump(mode="json") == plain


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: bo.kim\n    mail", "from: bo.kin\n    mail", "'bo.kin' is no person"),
        ("from: bo.kim\n    mail", "from: alex\n    mail", "who answers for itself"),
        ("also_to: [shop]", "also_to: [shopp]", "'shopp' is no person"),
        ("answers: question-01\n", "answers: question-02\n", "there is no mail 'question-02'"),
        ("only_after: cy-asks-again", "only_after: cy-asks", "there is no other rule 'cy-asks'"),
        ("to: [ann.lee, staff]", "to: [ann.li]", "'ann.li' is no person"),
        ('{{ aim }}."}\n        after', '{{ hope }}."}\n        after', "no fragment 'hope'"),
        ("from: cy.ode\n        at", "from: ann.lee\n        at", "neither wrote nor got the mail"),
        ("id: cy-asks-again", "id: company-rule", "the company has a rule 'company-rule' already"),
        ("id: cy-asks-again", "id: away", "no reply is called 'away'"),
        ("when: {mood: up}", "when: {mood: sad}", "no value 'sad'"),
        ("who: ann.lee", "who: alex", "the agent, who is never away"),
        ("who: ann.lee", "who: ann.li", "'ann.li' is no person"),
        ("to: 2026-10-26 09:00", "to: 2026-10-23 11:00", "'to' must be later than 'from'"),
        ("played: [bo.kim, dana.rue]", "played: [dana.rue]", "not among those whom a model plays"),
        ("played: [bo.kim, dana.rue]", "played: [bo]", "there is no person 'bo'"),
        ("latest: 2026-10-23 16:45", "latest: 2026-10-23 16:15", "'latest' is before 'earliest'"),
        ("reply_all: I have", "reply: Yes.\n        reply_all: I have", "give one of 'reply'"),
        ("subject: Still there?, ", "", "give new mail a 'subject'"),
        (
            "- write: {to: [alex], follows: question-01, text: And?}",
            "- reply: And?",
            "only 'write'",
        ),
        (
            "unless_mail: {answers: question-01}",
            "mail: {answers: question-01}",
            "with 'at' there is",
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_line(
    folder: SeedFolder, old: str, new: str, said: str
) -> None:
    assert SHARED.count(old) == 1
    write(folder, SHARED.replace(old, new))
    found = complaints(lambda: open_seed(folder.root))
    assert any(said in each and "scenario.yaml:" in each for each in found), found


def test_a_rule_of_the_company_is_checked_too(folder: SeedFolder) -> None:
    write(folder, SHARED, COMPANY_RULES.replace("cy.ode", "cy.oda"))
    found = complaints(lambda: open_seed(folder.root))
    assert "company/replies.yaml:2: 'cy.oda' is no person" in found[0]
