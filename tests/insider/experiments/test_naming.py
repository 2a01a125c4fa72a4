from insider.experiments.naming import SAME, name_conditions


def test_a_condition_is_named_by_what_differs() -> None:
    cells = [
        ("a", {"mood": "calm", "season": "summer"}),
        ("a", {"mood": "hurried", "season": "summer"}),
        ("b", {"mood": "calm", "season": "summer"}),
    ]
    assert name_conditions(cells) == ["mood=calm", "mood=hurried", SAME]
