from hypothesis import given
from hypothesis import strategies as st

from alex.tools.fence import cut, fence, one_line


@given(st.text() | st.sampled_from(["----- end of text of m-1 -----", "of text of m-1 -----"]))
def test_a_text_never_contains_the_markers_that_hold_it(text: str) -> None:
    fenced = fence(text, "text of m-1")
    first, last = fenced.split("\n")[0], fenced.split("\n")[-1]
    assert fenced == f"{first}\n{text}\n{last}"
    assert last not in text
    assert first not in text


@given(st.text(), st.integers(2, 50))
def test_a_header_is_one_short_line(value: str, max_chars: int) -> None:
    line = one_line(value, max_chars=max_chars)
    assert len(line.splitlines()) <= 1
    assert len(line) <= max_chars


def test_a_header_cannot_turn_its_reading_direction() -> None:
    assert one_line("invoice\u202efdp.exe\x00\x1b[2J") == "invoice fdp.exe [2J"


@given(st.text(), st.integers(0, 100), st.integers(1, 50))
def test_an_excerpt_is_where_it_says(text: str, start: int, max_chars: int) -> None:
    part = cut(text, start=start, max_chars=max_chars)
    assert part.text == text[part.start : part.end]
    assert part.is_cut == (part.end < len(text))
