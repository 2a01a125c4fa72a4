import pytest

from colleagues.wording import find_said


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("ledger", "It is in the Ledger."),
        ("ledger*", "Two ledgers are open."),
        ('"after hours"', "We met after hours, twice."),
        ("Summer dinner", "Dinner with Summer went late."),
        ("Renée", "RENEE wrote."),
        ("Summer", "It was Summer's idea."),
        ("won't", "I won’t."),
    ],
)
def test_words_phrases_and_stems_are_said_in_one_sentence(entry: str, text: str) -> None:
    assert find_said(text, ["elsewhere", entry]) == entry


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("ledger", "Two ledgers are open."),
        ('"after hours"', "After some hours."),
        ("Summer dinner", "Summer left. Dinner went late."),
        ("Summer dinner", "Summer left\n\nDinner went late"),
        ("ledger", ""),
        ('""', "anything"),
    ],
)
def test_anything_else_is_not(entry: str, text: str) -> None:
    assert find_said(text, [entry]) is None
