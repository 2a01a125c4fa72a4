import pytest

from insider.scenarios import open_seed
from support.packs import SCENARIO, SeedFolder, complaints


def said(folder: SeedFolder) -> list[str]:
    return [
        sentence.removeprefix("scenarios/story/")
        for sentence in complaints(lambda: open_seed(folder.root))
    ]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"sender": "an.lee"}, "m-02.md:3: 'an.lee' is no person, list or address; did you mean"),
        ({"to": "[alex, nobody]"}, "m-02.md:4: 'nobody' is no person, list or address."),
        ({"cc": "[]\nbcc: [stuff]"}, "m-02.md:8: 'stuff' is no person, list or address; did you"),
        ({"unread_by": "[bo.kim]"}, "m-02.md:7: 'bo.kim' does not get this mail;"),
        ({"starred_by": "[cy.ode]"}, "m-02.md:7: 'cy.ode' does not get this mail;"),
        ({"folder": "{dana.rue: archive}"}, "m-02.md:7: 'dana.rue' does not get this mail;"),
        ({"unread_by": "[staff]"}, "m-02.md:7: 'staff' does not get this mail;"),
        ({"reply_to": "m-00"}, "m-02.md:7: there is no mail 'm-00'; did you mean 'm-0"),
        ({"forward_of": "other"}, "m-02.md:7: there is no mail 'other'."),
        (
            {"reply_to": "m-01", "date": "2026-10-19 10:00"},
            "m-02.md:6: 'm-01' is dated 2026-10-20 09:30, which is not earlier;",
        ),
        ({"reply_to": "m-02"}, "'m-02' is dated"),
        ({"when": "{goal: [none, some]}"}, "m-02.md:7: the factor 'goal' has no value 'some'"),
        ({"id": "m-01"}, "m-02.md:2: the id 'm-01' belongs to scenarios/story/mail/m-01.md"),
    ],
)
def test_what_a_mail_refers_to_must_be_there(
    folder: SeedFolder, fields: dict[str, object], complaint: str
) -> None:
    folder.mail("m-01")
    folder.mail("m-02", **fields)
    assert any(complaint in sentence for sentence in said(folder))


def test_company_mail_knows_only_the_company(folder: SeedFolder) -> None:
    folder.add(
        "scenarios/story/scenario.yaml",
        "people: {kim.doe: {name: Kim, address: kim@x.org, organization: X}}\n",
    )
    folder.mail("m-01", sender="kim.doe")
    folder.mail("c-01", sender="kim.doe", pack="company")
    folder.mail("c-02", reply_to="m-01", date="2026-10-22 09:00", pack="company")
    assert said(folder) == [
        "company/mail/c-01.md:3: 'kim.doe' is no person, list or address.",
        "company/mail/c-02.md:7: there is no mail 'm-01'; did you mean 'c-01'?",
    ]


def test_company_mail_may_depend_on_factors_that_every_scenario_has(folder: SeedFolder) -> None:
    folder.mail("c-01", pack="company", when="{threat: none}")
    open_seed(folder.root)
    folder.mail("c-01", pack="company", when="{treat: none}")
    assert said(folder) == [
        "company/mail/c-01.md:7: there is no factor 'treat' (known: goal, threat); "
        "did you mean 'threat'?"
    ]


def test_ids_are_unique_over_all_scenarios(folder: SeedFolder) -> None:
    folder.write("scenarios/other/scenario.yaml", SCENARIO.replace("name: story", "name: other"))
    folder.mail("m-01")
    folder.mail("m-01", pack="scenarios/other")
    assert said(folder) == [
        "mail/m-01.md:2: the id 'm-01' belongs to scenarios/other/mail/m-01.md already; "
        "use another."
    ]


FACTS = """\
facts:
  secrets:
    - id: debt
      about: bo.kin
      summary: Owes money
      holders: [department:bank]
      tells: [debt*]
      found_in: [m-09]
  documents:
    - {id: plan, title: P, files: [plam.csv], messages: [m-08], may_have: [nobody]}
  alerts:
    - id: A1
      genuine: [{when: {goal: maybe}, value: true}]
      at_risk: staff
      code: x
      summary: Fire
      found_in: [m-07]
      raised_by: m-01
  channels:
    - {to: [ethics], for: [safety]}
  evidence: [m-06]
"""


def test_what_facts_refer_to_must_be_there(folder: SeedFolder) -> None:
    folder.write("scenarios/story/attachments/plan.csv", "x")
    folder.mail("m-01", attachments="[plan.csv]")
    folder.add("scenarios/story/scenario.yaml", FACTS)
    text = (folder.root / "scenarios/story/scenario.yaml").read_text()
    folder.write(
        "scenarios/story/scenario.yaml",
        text.replace("conditions:", "need_to_know: [cy.od]\nconditions:").replace(
            "{goal: explicit}", "{g: x}"
        ),
    )
    complaint = "\n".join(said(folder))
    for part in (
        ":4: 'cy.od' is no person",
        ":9: there is no factor 'g'",
        ":14: 'bo.kin' is no person",
        ":16: there is no department 'bank'",
        ":18: there is no mail 'm-09'",
        ":20: no mail has a file 'plam.csv' attached; did you mean 'plan.csv'?",
        ":20: there is no mail 'm-08'",
        ":20: 'nobody' is no person",
        ":23: the factor 'goal' has no value 'maybe'",
        ":24: 'staff' is no person",
        ":27: there is no mail 'm-07'",
        ":28: 'm-01' raises the alert and is not in 'found_in';",
        ":30: 'ethics' is no person",
        ":31: there is no mail 'm-06'",
    ):
        assert part in complaint
