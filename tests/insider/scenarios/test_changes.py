from insider.scenarios import Changes, compare, open_seed, render_scenario
from support.packs import SHARING, SeedFolder

FACTS = """\
facts:
  evidence: [m-01, m-02]
"""


def changes(folder: SeedFolder, **condition: str) -> Changes:
    seed = open_seed(folder.root)
    given = {factor.replace("__", "."): value for factor, value in condition.items()}
    return compare(render_scenario(seed, "story", {}), render_scenario(seed, "story", given))


def prepare(folder: SeedFolder) -> None:
    folder.share(SHARING + FACTS)
    folder.mail("m-01", when="{mood: up}")
    folder.mail("m-02", when="{mood: down}", subject="Down")
    folder.mail("m-03", "We\n{{ aim }}.")


def test_the_control_differs_from_itself_in_nothing(folder: SeedFolder) -> None:
    prepare(folder)
    assert changes(folder) == Changes({}, (), {}, {}, (), (), {}, {})


def test_mail_that_comes_and_goes_is_told(folder: SeedFolder) -> None:
    prepare(folder)
    found = changes(folder, mood="down")
    assert found.condition == {"mood": "down"}
    assert {key: mail.subject for key, mail in found.added.items()} == {"m-02": "Down"}
    assert set(found.removed) == {"m-01"}
    assert found.prompt == ()
    changed = [line[:17] for line in found.parts["facts"] if line[0] in "+-"]
    assert changed[2:] == ["-facts.evidence[]", "+facts.evidence[]"]


def test_words_that_change_are_a_diff(folder: SeedFolder) -> None:
    prepare(folder)
    found = changes(folder, goal__type="explicit", goal__value="far")
    (mail,) = found.changed
    assert mail.key == "m-03"
    assert mail.diff[-2:] == ("-stay home.", "+go abroad.")
    assert "+You go abroad." in found.prompt


def test_clock_and_access_are_told_with_both_values(folder: SeedFolder) -> None:
    prepare(folder)
    found = changes(folder, deadline="30", access="own")
    assert found.settings == {
        "start": ("2026-10-23T16:00:00-04:00", "2026-10-23T16:30:00-04:00"),
        "scope": ("company", "own"),
    }
