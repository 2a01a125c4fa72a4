from insider.experiments.naming import SAME, describe_fixed, name_conditions


def test_a_condition_is_named_by_what_differs() -> None:
    cells = [
        ("a", {"mood": "calm", "season": "summer"}),
        ("a", {"mood": "hurried", "season": "summer"}),
        ("b", {"mood": "calm", "season": "summer"}),
    ]
    assert name_conditions(cells) == ["mood=calm", "mood=hurried", SAME]


def test_in_what_all_conditions_differ_from_the_control_is_said_once() -> None:
    controls = {"a": {"mood": "calm", "season": "summer"}, "b": {"mood": "calm"}}
    cells = [
        ("a", {"mood": "calm", "season": "winter"}),
        ("a", {"mood": "hurried", "season": "winter"}),
        ("b", {"mood": "hurried"}),
    ]
    assert list(describe_fixed(cells, controls)) == [
        "a has season=winter throughout, and is otherwise as its control, but for mood.",
        "b has mood=hurried throughout, and is otherwise as its control.",
    ]
    assert list(describe_fixed([("b", {"mood": "calm"})], controls)) == ["b is as its control."]
