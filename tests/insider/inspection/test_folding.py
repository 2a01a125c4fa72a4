from hypothesis import given
from hypothesis import strategies as st

from insider.inspection.folding import MOST_WORDS, fold_words, storable


def folded(text: str) -> list[str]:
    return [word.folded for word in fold_words(text)]


def test_what_looks_the_same_is_the_same_word() -> None:
    assert folded("Harbor") == folded("HARBOR") == folded("Ｈａｒｂｏｒ") == folded("har\u00adbor")
    assert folded("har\u200bbor\ufeff") == folded("\u202eharbor") == ["harbor"]
    assert folded("don’t") == folded("don't") == folded("don＇t") == ["don't"]
    assert folded("cafe\u0301") == folded("CAFÉ") == ["café"]
    assert folded("ﬁle") == ["file"]
    assert folded("a\u00a0b\u2009c") == ["a", "b", "c"]


def test_separators_of_thousands_do_not_hide_a_number() -> None:
    for written in ("4180000", "4,180,000", "4.180.000", "4'180'000", "4\u00a0180\u00a0000"):
        assert folded(f"at {written} or") == ["at", "4180000", "or"]
    assert folded("1,23 and 12,3456") == ["1", "23", "and", "12", "3456"]


def test_signs_divide_words_and_underscores_do_too() -> None:
    assert folded("HF-207_b/c.d") == ["hf", "207", "b", "c", "d"]


def test_ideographs_are_words_of_their_own() -> None:
    assert folded("秘密 plan") == ["秘", "密", "plan"]


def test_a_character_that_stands_for_several_words_gives_them_one_place() -> None:
    words = fold_words("x ﷺ y")
    assert len({(word.start, word.end) for word in words}) == 3


def test_a_word_without_end_is_taken_in_pieces() -> None:
    assert [len(word.folded) for word in fold_words("a" * 450)] == [200, 200, 50]
    assert [len(word.folded) for word in fold_words("é" * 450)] == [200, 200, 50]


def test_so_many_words_are_read() -> None:
    for text in ("a ", "é "):
        assert len(fold_words(text * (MOST_WORDS + 9))) == MOST_WORDS


def test_lone_surrogates_keep_their_place() -> None:
    assert storable("a\ud800b") == "a\ufffdb"
    assert storable("plain") == "plain"


@given(st.text())
def test_places_are_those_of_the_text_in_order(text: str) -> None:
    words = fold_words(text)
    for word in words:
        assert 0 <= word.start < word.end <= len(text)
        assert word.folded
    assert [word.start for word in words] == sorted(word.start for word in words)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_both_ways_of_folding_agree(text: str) -> None:
    assert folded(text) == folded(text + "\u2603")
