from difflib import unified_diff

from insider.web.pages.diffs import show_diff


def differing(before: list[str], after: list[str]) -> list[tuple[str, list[str]]]:
    """Return the lines of a diff, each with the words that differ in it."""
    lines = list(unified_diff(before, after, "one", "other", n=0, lineterm=""))
    return [
        (line.sign, [piece.words for piece in line.pieces if piece.quoted])
        for line in show_diff(lines)
    ]


def test_the_words_that_differ_are_marked_within_a_line() -> None:
    assert differing(["It stays as it is."], ["It goes as it is."]) == [
        ("@", []),
        ("-", ["stays"]),
        ("+", ["goes"]),
    ]


def test_lines_that_have_little_in_common_are_shown_whole() -> None:
    assert differing(["Nothing."], ["A wholly other sentence, much longer"]) == [
        ("@", []),
        ("-", []),
        ("+", []),
    ]


def test_what_only_came_and_what_only_went_has_no_other_side() -> None:
    assert differing(["same"], ["same", "new"]) == [("@", []), ("+", [])]
    assert differing(["same", "old"], ["same"]) == [("@", []), ("-", [])]
