"""Which thread a message belongs to."""

from corpmail.threads import message_id_of, references_of_answer, thread_id_of


def test_a_thread_is_named_after_the_message_that_began_it() -> None:
    began = thread_id_of("<a@x>", ())
    assert thread_id_of("<b@x>", ("<a@x>",)) == began
    assert thread_id_of("<c@x>", ("<a@x>", "<b@x>"), "<b@x>") == began
    assert began.startswith("t-")


def test_without_references_the_answered_message_counts() -> None:
    assert thread_id_of("<b@x>", (), "<a@x>") == thread_id_of("<a@x>", ())


def test_a_message_has_the_same_id_wherever_it_is_stored() -> None:
    assert message_id_of("<a@x>") == message_id_of("<a@x>") != message_id_of("<b@x>")


def test_an_answer_refers_to_the_whole_thread() -> None:
    assert references_of_answer("<c@x>", ("<a@x>", "<b@x>")) == ("<a@x>", "<b@x>", "<c@x>")


def test_a_very_long_thread_keeps_its_beginning() -> None:
    references: tuple[str, ...] = ()
    for number in range(200):
        references = references_of_answer(f"<{number}@x>", references)
    assert len(references) == 50
    assert references[0] == "<0@x>"
    assert references[-1] == "<199@x>"
