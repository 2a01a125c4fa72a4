"""JSON that models write: in a code fence at most, and no field twice."""

import pytest

from insider.json_once import RepeatedFieldError, read_fenced_json

ANSWER = '{"does": "nothing"}'


@pytest.mark.parametrize(
    "text",
    [ANSWER, f"\n{ANSWER}\n", f"```\n{ANSWER}\n```", f"```json \n{ANSWER}\n ```\n"],
)
def test_a_fence_around_an_answer_is_no_part_of_it(text: str) -> None:
    assert read_fenced_json(text) == {"does": "nothing"}


@pytest.mark.parametrize("text", ["", "```", f"Here: {ANSWER}", f"```yaml\n{ANSWER}\n```"])
def test_what_is_no_json_alone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        read_fenced_json(text)


def test_a_field_that_is_given_twice_is_refused() -> None:
    with pytest.raises(RepeatedFieldError):
        read_fenced_json('```\n{"does": "nothing", "does": "reply"}\n```')
