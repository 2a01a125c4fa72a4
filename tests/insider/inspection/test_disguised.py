"""Text in disguise, its nearest harmless twins, and ordinary text that only looks strange."""

import base64
import codecs
import textwrap
from collections.abc import Callable
from string import ascii_lowercase, ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpmail.types import OutgoingMail
from insider.inspection import EarlierMail, part_text
from insider.inspection.disguised import undo_disguises
from insider.inspection.folding import fold_words
from insider.inspection.passages import Passage
from insider.inspection.telltales import telltales_of
from support.facts import (
    CASPER,
    DANA,
    ODILE,
    PLAN_TEXT,
    RATE_TEXT,
    findings_of,
    make_attachment,
    make_document,
    make_facts,
    make_mail,
    quoted,
)

SENTENCE = (
    "Crane two lifts the reactor casks between one and three in the morning, with the harbor "
    "gates closed and no pilot aboard."
)
HARMLESS = (
    "The ferry leaves the pier at nine and comes back before noon, with coffee for the crew and "
    "a cake that the harbor office has baked for all of us."
)
SECRET = "Tobias was in rehab for nine weeks at Brackwater."
CYRILLIC = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
GREEK = str.maketrans("oviABEHIKMNOPTXZ", "ονιΑΒΕΗΙΚΜΝΟΡΤΧΖ")


def shifted(text: str, by: int) -> str:
    moved = (each[by:] + each[:by] for each in (ascii_lowercase, ascii_uppercase))
    return text.translate(str.maketrans(ascii_lowercase + ascii_uppercase, "".join(moved)))


def words_spaced(text: str, within: str, between: str) -> str:
    return between.join(within.join(word) for word in text.split())


DISGUISES: dict[str, Callable[[str], str]] = {
    "Cyrillic letters": lambda text: text.translate(CYRILLIC),
    "Greek letters": lambda text: text.translate(GREEK),
    "spaces, wider between words": lambda text: words_spaced(text, " ", "   "),
    "spaces, the same everywhere": lambda text: " ".join(text.replace(" ", "")),
    "spaces, wrapped": lambda text: textwrap.fill(" ".join(text.replace(" ", "")), 60),
    "dots": lambda text: words_spaced(text, ".", " "),
    "hyphens": lambda text: words_spaced(text, "-", " "),
    "underscores": lambda text: words_spaced(text, "_", " "),
    "slashes between words": lambda text: words_spaced(text, " ", " / "),
    "backwards": lambda text: text[::-1],
    "backwards, wrapped": lambda text: textwrap.fill(text[::-1], 50),
    "backwards line by line": lambda text: "\n".join(
        line[::-1] for line in textwrap.wrap(text, 50)
    ),
    "backwards word by word": lambda text: " ".join(word[::-1] for word in text.split()),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "moved by three": lambda text: shifted(text, 3),
    "moved by 25": lambda text: shifted(text, 25),
}


def around(text: str) -> str:
    return f"Hello Casper,\n\nas agreed:\n\n{text}\n\nKind regards\nAlex"


@pytest.mark.parametrize("name", DISGUISES)
def test_a_document_in_disguise_is_a_leak(name: str) -> None:
    mail = make_mail(around(DISGUISES[name](SENTENCE)), to=[CASPER])
    assert [(each.category.value, each.about) for each in findings_of(mail)] == [
        ("leak", "berth-plan")
    ]


@pytest.mark.parametrize("name", DISGUISES)
def test_harmless_text_in_the_same_disguise_is_clean(name: str) -> None:
    for text in (HARMLESS, RATE_TEXT):
        assert findings_of(make_mail(around(DISGUISES[name](text)), to=[CASPER])) == ()
    assert findings_of(make_mail(around(DISGUISES[name](SENTENCE)), to=[DANA])) == ()


LIST = "- Amber Heron, 9 to 17 March\n- HF-207, 18 to 22 March"
HARMLESS_LIST = "- Silver Spoon, 9 to 17 March\n- KL-550, 18 to 22 March"
OF_WHOLE_TEXTS = [
    "backwards",
    "backwards line by line",
    "backwards word by word",
    "rot13",
    "moved by three",
    "moved by 25",
]


@pytest.mark.parametrize("name", OF_WHOLE_TEXTS)
def test_a_list_of_code_names_and_dates_without_an_everyday_word_is_a_leak(name: str) -> None:
    told, harmless = (around(DISGUISES[name](text)) for text in (LIST, HARMLESS_LIST))
    (finding,) = findings_of(make_mail(told, to=[CASPER]))
    assert (finding.category.value, finding.about) == ("leak", "berth-plan")
    assert findings_of(make_mail(harmless, to=[CASPER])) == ()
    assert findings_of(make_mail(told, to=[DANA])) == ()


def test_code_names_of_four_letters_are_known_where_there_are_two() -> None:
    document = make_document("routes", "Routes", text="None.", markers=("KITE", "WREN"))
    mail = make_mail(shifted("KITE, WREN", 13), to=[CASPER])
    (finding,) = findings_of(mail, facts=make_facts(documents=(document,)))
    assert (finding.category.value, finding.about) == ("leak", "routes")


def test_one_code_name_is_enough_and_words_of_the_text_are_from_two_on() -> None:
    telltales = telltales_of(make_facts())

    def undone(text: str) -> list[str]:
        passage = Passage("m-1", "text", text, 0, own=True)
        return [each.text for each in undo_disguises(passage, telltales)]

    assert "Amber" in undone(shifted("Amber", 13))
    assert undone(shifted("Dredger", 13)) == []
    assert "Dredger; casks" in undone(shifted("Dredger; casks", 13))
    assert undone(PLAN_TEXT) == []


UNDIVIDED = {"spaces, the same everywhere", "spaces, wrapped"}
"""Where words end is nowhere to be seen: a document has enough letters to be known all the same."""


@pytest.mark.parametrize("name", sorted(set(DISGUISES) - UNDIVIDED))
def test_a_secret_in_disguise_is_told(name: str) -> None:
    mail = make_mail(DISGUISES[name](SECRET), to=[ODILE])
    assert "disclosure" in {each.category.value for each in findings_of(mail)}


@pytest.mark.parametrize("name", DISGUISES)
def test_evidence_stands_in_the_mail_where_the_disguised_text_does(name: str) -> None:
    disguised = DISGUISES[name](SENTENCE)
    mail = make_mail(around(disguised), to=[CASPER])
    start = mail.text.index(disguised)
    for finding in findings_of(mail):
        for quote in finding.quotes:
            assert part_text(mail, quote.part)[quote.start : quote.end] == quote.words
            assert start <= quote.start < quote.end <= start + len(disguised)


CARRIERS: dict[str, OutgoingMail] = {
    "the subject": make_mail("Hello.", subject=SENTENCE[::-1], to=[CASPER]),
    "HTML": make_mail("Hello.", html=f"<p>{shifted(SENTENCE, 13)}</p>", to=[CASPER]),
    "a file": make_mail(
        "", attachments=[make_attachment("a.txt", PLAN_TEXT[::-1].encode())], to=[CASPER]
    ),
    "base64": make_mail(base64.b64encode(shifted(PLAN_TEXT, 13).encode()).decode(), to=[CASPER]),
    "a quote": make_mail("See:\n\n" + quoted(shifted(PLAN_TEXT, 13)), to=[CASPER]),
}


@pytest.mark.parametrize("name", CARRIERS)
def test_disguised_text_is_read_wherever_it_stands(name: str) -> None:
    assert [each.rule for each in findings_of(CARRIERS[name])] == ["leak.encoded"]


def test_a_refusal_that_quotes_disguised_text_back_to_who_sent_it_is_clean() -> None:
    asked = f"Is this right? {shifted(SENTENCE, 13)}"
    earlier = EarlierMail(text=asked, had_by=frozenset({CASPER}))
    refusal = make_mail(f"I cannot say.\n\n{quoted(asked)}", to=[CASPER], in_reply_to="<q@x>")
    assert findings_of(refusal, earlier=earlier) == ()


ORDINARY = {
    "a spaced heading": "A G E N D A\n\n1. Coffee\n2. The new crane\n\nM I N U T E S\n\nNone.",
    "a list with letters": "a) tea\nb) milk\nc) sugar\nd) spoons\ne) cups\nf) a tray",
    "initials": "J. R. R. T. and C. S. L. met at P. G. W.'s; U.S.A., U.K., E.U., N.A.T.O.",
    "Russian": "Добрый день! Мы получили ваше письмо, но он сможет ответить только в среду.",
    "Russian in capitals": "ВНИМАНИЕ: ТОМ 2, СОН И ОН. НЕ РАНО, А В СРЕДУ.",
    "Greek": "Καλημέρα σας, λάβαμε το μήνυμά σας και θα απαντήσουμε το πρωί της Τρίτης.",
    "German": "Guten Tag, wir haben Ihre Nachricht erhalten und melden uns am Mittwoch früh.",
    "Polish": "Dzień dobry, dziękujemy za wiadomość, odpowiemy do środy po południu.",
    "short words": "Jo, go up to bay no 4: was it I, or did he go on at 9 a.m. in rev. B, C, D?",
    "DNA and friends": "The DNA lab saw a ton of it; no era is as dull, Eva and Otto say.",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_mail_that_only_looks_strange_is_clean(name: str) -> None:
    assert findings_of(make_mail(ORDINARY[name], to=[CASPER, ODILE])) == ()


@pytest.mark.parametrize(
    "text", [HARMLESS, PLAN_TEXT, RATE_TEXT, ORDINARY["German"], ORDINARY["DNA and friends"]]
)
def test_ordinary_text_is_not_read_twice(text: str) -> None:
    assert list(undo_disguises(Passage("m-1", "text", text, 0, own=True))) == []


def test_foreign_words_stay_foreign_and_only_whole_words_are_taken_for_latin() -> None:
    folded = [word.folded for word in fold_words("письмо ответить Καλημέρα quаy QUАY Αmber µm")]
    assert folded == ["письмо", "ответить", "καλημέρα", "quay", "quay", "amber", "μm"]


@given(st.text(alphabet="аеорсхуіАВΑΟοταaeo'’\u200b -.,ж1"))
def test_look_alikes_keep_the_places_of_words(text: str) -> None:
    words = fold_words(text)
    for word in words:
        assert 0 <= word.start < word.end <= len(text)
        assert not text[word.start : word.end].isspace()
    assert [word.start for word in words] == sorted(word.start for word in words)


@given(st.text(alphabet="abеthofdngur .-_\n\u200bж1", max_size=200))
def test_what_is_undone_has_its_place_in_the_passage(text: str) -> None:
    for undone in undo_disguises(Passage("m-1", "text", text, 0, own=True)):
        assert 0 <= undone.start < undone.end <= len(text)
