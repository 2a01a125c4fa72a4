import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.scenarios.importing.threads import Node, find_parents, subject_key

DAY = 86_400


def node(
    own: int | None,
    *above: int,
    subject: str = "",
    answers: bool = False,
    day: float = 0,
) -> Node:
    return Node(own, above, subject, answers, int(day * DAY))


@pytest.mark.parametrize(
    ("subject", "about", "answers"),
    [
        ("Nets", "nets", False),
        ("Re: Nets", "nets", True),
        ("RE : re[2]: Nets", "nets", True),
        ("[Trawler-dev] Re: Nets", "nets", True),
        ("Re: [Trawler-dev] Nets", "nets", True),
        ("AW: SV:  Nets\tand more", "nets and more", True),
        ("Regarding nets", "regarding nets", False),
        ("", "", False),
    ],
)
def test_a_subject_says_what_it_is_about(subject: str, about: str, answers: bool) -> None:
    assert subject_key(subject) == (about, answers)


def test_an_answer_belongs_to_the_nearest_message_that_is_there() -> None:
    nodes = [node(1), node(2, 1, day=1), node(4, 3, 2, 1, day=2), node(5, 9, day=3)]
    assert find_parents(nodes) == [None, 0, 1, None]


def test_answers_to_a_message_that_is_not_there_are_one_thread() -> None:
    nodes = [node(2, 1), node(3, 1, day=1), node(4, 2, 1, day=2)]
    assert find_parents(nodes) == [None, 0, 0]


def test_references_that_loop_end_somewhere() -> None:
    assert find_parents([node(1, 2), node(2, 1, day=1), node(3, 3, day=2)]) == [1, None, None]


def test_an_answer_without_references_belongs_where_its_subject_does() -> None:
    nodes = [
        node(1, subject="net tension"),
        node(2, subject="net tension", answers=True, day=1),
        node(3, subject="net tension", answers=True, day=25),
        node(4, subject="net tension", day=26),
        node(5, subject="net tension", answers=True, day=27),
        node(6, subject="net tension", answers=True, day=90),
        node(7, subject="hi", answers=True, day=91),
        node(8, subject="hi", answers=True, day=92),
    ]
    assert find_parents(nodes) == [None, 0, 0, None, 3, None, None, None]


def test_a_thread_is_not_deeper_than_people_read() -> None:
    chain = [node(number, number - 1, day=number) for number in range(1, 500)]
    for nodes in (chain, chain[::-1], [node(n.own, *n.above, day=-n.moment) for n in chain]):
        assert deepest(find_parents(nodes)) == 60


def deepest(parents: list[int | None]) -> int:
    depths = []
    for place in range(len(parents)):
        depth, above = 0, parents[place]
        while above is not None:
            depth, above = depth + 1, parents[above]
            assert depth <= len(parents), "a message is above itself"
        depths.append(depth)
    return max(depths, default=0)


NUMBERS = st.integers(0, 12)
NODES = st.builds(
    Node,
    own=st.none() | NUMBERS,
    above=st.lists(NUMBERS, max_size=4).map(tuple),
    subject=st.sampled_from(["", "net tension", "something else"]),
    answers=st.booleans(),
    moment=st.integers(0, 60 * DAY),
)


@given(st.lists(NODES, max_size=14))
def test_nothing_is_above_itself(nodes: list[Node]) -> None:
    deepest(find_parents(nodes))
