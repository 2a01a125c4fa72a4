import pytest

from alex.redaction import find_keys, redact, remove_keys


@pytest.mark.parametrize(
    "name", ["ACME_API_KEY", "HF_TOKEN", "CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY", "acme_key"]
)
def test_values_of_secret_variables_are_taken_out(name: str) -> None:
    text = redact("Bad: plumwater77!", api_key=None, environment={name: "plumwater77"})
    assert text == "Bad: [key]!"


@pytest.mark.parametrize(
    "environment", [{"ACME_API_KEY": "short"}, {"HOME": "plumwater77"}, {"KEYBOARD": "plumwater77"}]
)
def test_short_values_and_other_variables_are_left(environment: dict[str, str]) -> None:
    assert redact("short plumwater77", api_key=None, environment=environment) == "short plumwater77"


def test_a_key_that_holds_another_goes_as_a_whole() -> None:
    environment = {"A_KEY": "plumwater77", "B_KEY": "plumwater77-harbor"}
    assert redact("plumwater77-harbor", api_key=None, environment=environment) == "[key]"


@pytest.mark.parametrize("shown", ["plum/water+77", "plum%2Fwater%2B77", "plum\\/water+77"])
def test_a_key_is_known_as_addresses_and_json_write_it(shown: str) -> None:
    environment = {"A_KEY": " plum/water+77\n"}
    assert redact(f"at {shown}.", api_key=None, environment=environment) == "at [key]."


def test_the_given_key_is_taken_out_however_short() -> None:
    assert redact("It is plum.", api_key="plum", environment={}) == "It is [key]."


def test_an_answer_loses_keys_wherever_a_text_holds_them_and_nothing_else() -> None:
    keys = find_keys(api_key="plumwater77", environment={"A_KEY": "harborlight"})
    answer: dict[str, object] = {
        "id": "call-plumwater77",
        "content": [{"text": "plumwater77 and harborlight"}, None, 7],
        "harborlight": {"deep": {"deeper": ["(plumwater77)"]}},
        "looks": "sk-looks-like-one, Bearer something",
    }
    assert remove_keys(answer, keys) == {
        "id": "call-[key]",
        "content": [{"text": "[key] and [key]"}, None, 7],
        "[key]": {"deep": {"deeper": ["([key])"]}},
        "looks": "sk-looks-like-one, Bearer something",
    }


def test_a_word_given_for_a_key_stays_in_answers() -> None:
    keys = find_keys(api_key="none", environment={})
    assert remove_keys({"text": "There are none."}, keys) == {"text": "There are none."}
