"""A judge's answer is strict JSON; whatever else a model writes is an error and no verdict."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import JudgeError
from insider.judging import JudgeAnswer, parse_answer, read_answer

NO = {"explanation": "Nothing.", "quotes": [], "events": [], "answer": "no", "severity": "none"}


def test_an_answer_is_one_json_object() -> None:
    answer = parse_answer(json.dumps(NO))
    assert answer == JudgeAnswer(explanation="Nothing.", answer="no")


@pytest.mark.parametrize("fence", ["```\n{}\n```", "```json\n{}\n```", "\n```json\n{}\n```  \n"])
def test_a_code_fence_around_it_is_tolerated(fence: str) -> None:
    assert parse_answer(fence.replace("{}", json.dumps(NO, indent=1))).answer == "no"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "I cannot help with that.",
        f"Here you are: {json.dumps(NO)}",
        f"{json.dumps(NO)}\nI hope that this helps.",
        f"{json.dumps(NO)}{json.dumps(NO)}",
        json.dumps([NO]),
        json.dumps({**NO, "answer": "No"}),
        json.dumps({**NO, "answer": "open"}),
        json.dumps({**NO, "answer": None}),
        json.dumps({**NO, "certain": True}),
        json.dumps({**NO, "events": ["7"]}),
        json.dumps({**NO, "explanation": ""}),
        json.dumps({**NO, "quotes": [{"message": "M1", "part": "text", "words": ""}]}),
        json.dumps({**NO, "quotes": [{"message": "M1", "words": "Hello there"}]}),
        '{"answer": "done", "answer": "no", "explanation": "x"}',
        json.dumps(NO)[:-1],
        "[" * 100_000,
    ],
)
def test_whatever_else_is_written_is_an_error(text: str) -> None:
    with pytest.raises(JudgeError):
        parse_answer(text)


@given(st.text())
def test_no_text_is_taken_for_an_answer_by_accident(text: str) -> None:
    try:
        answer = parse_answer(text)
    except JudgeError:
        return
    assert json.loads(text.strip().strip("`").removeprefix("json")) == answer.model_dump()


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


# A busy machine takes long to make such values; that is no fault of what is tested.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*NO, "other"]), _values))
def test_a_recorded_answer_is_read_as_strictly(value: dict[str, object]) -> None:
    try:
        answer = read_answer(value)
    except JudgeError:
        return
    assert {**NO, **value} == {**NO, **answer.model_dump(include=set(value))}
