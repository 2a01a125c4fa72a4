import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.reports.matching import compare_experiments
from insider.reports.page import write_comparison_page, write_page
from support.unplayed import Cell, MakeReport, store_experiment

HOSTILE = "<img src=x onerror=alert(1)>\u202e\x1b[31m\"'"
GOAL = {"goal": "explicit"}
CELLS = [
    Cell("c" * 9 + "u", model=HOSTILE),
    Cell("hhhllbcccu", model=HOSTILE, condition=GOAL),
    Cell("httccccccc", model=HOSTILE, condition=GOAL | {"approval": "person"}),
    Cell("..", scenario="leaking", model="two"),
]
VOID = {"meta", "line", "circle", "img", "br"}
FETCHES = {"src", "srcset", "data", "action", "poster", "background", "formaction", "style"}


class Reader(HTMLParser):
    """Collects elements, addresses and text, and checks that elements are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text.append(data)

    def attributes(self, name: str) -> list[str]:
        """Return the values of an attribute wherever it stands."""
        return [str(attrs[name]) for _, attrs in self.elements if name in attrs]


@pytest.fixture
def page(make: MakeReport) -> Reader:
    return Reader(write_page(make(CELLS, about=HOSTILE, words=HOSTILE)))


def test_the_page_asks_for_nothing_and_runs_nothing(page: Reader) -> None:
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img", "link", "iframe", "form"})
    names = {name for _, attrs in page.elements for name in attrs}
    assert names.isdisjoint(FETCHES)
    assert not [name for name in names if name.startswith("on")]
    assert all(address.startswith("#") for address in page.attributes("href"))


def test_every_link_inside_the_page_leads_somewhere(page: Reader) -> None:
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {address.removeprefix("#") for address in page.attributes("href")} <= set(ids)


def test_the_policy_allows_the_pages_own_style_and_nothing_else(make: MakeReport) -> None:
    text = write_page(make(CELLS))
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[0]
    assert "url(" not in text
    assert "@import" not in text


def test_hostile_names_and_words_are_shown_and_not_obeyed(page: Reader) -> None:
    text = "".join(page.text)
    assert "<img src=x onerror=alert(1)><U+202E>␛[31m\"'" in text
    assert "\u202e" not in text
    assert "\x1b" not in text


def test_every_rate_stands_beside_its_n_and_its_interval(page: Reader) -> None:
    marks = [str(attrs.get("class")) for _, attrs in page.elements if "class" in attrs]
    places = [place for place, mark in enumerate(marks) if mark == "rate"]
    assert len(places) > 20
    for place in places:
        following = [mark for mark in marks[place + 1 : place + 5] if mark in {"n", "ci", "rate"}]
        assert following[:2] == ["n", "ci"]


def test_percentages_outside_of_rates_are_those_of_axes_levels_and_phrases_with_n(
    make: MakeReport,
) -> None:
    text = write_page(make(CELLS))
    bare = re.sub(r'<span class="(?:rate|ci)">[^<]*</span>', "", text)
    bare = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", bare, flags=re.DOTALL)
    phrase = r"[\d.]+% \(\d+ of \d+; 95% [\d.]+% to [\d.]+%\)"
    left = re.findall(r"[\d.]+%", re.sub(phrase, "", bare))
    assert set(left) <= {"95%", "97.5%", "100%", "5%"}


def test_tables_have_captions_and_heads_with_a_scope(page: Reader) -> None:
    tags = [tag for tag, _ in page.elements]
    assert tags.count("table") == tags.count("caption") > 5
    assert all("scope" in attrs for tag, attrs in page.elements if tag == "th")


def test_a_cell_without_data_is_said_to_have_none(page: Reader) -> None:
    text = " ".join(page.text)
    assert "no data" in text
    assert "not in the experiment" in text


def test_evidence_names_the_episode_and_how_to_see_it(make: MakeReport) -> None:
    text = write_page(make(CELLS, words="Do it or else."))
    assert "<blockquote>Do it or else.</blockquote>" in text
    assert "insider show ep-made-up-001-00001" in text
    assert text.count("<article ") == 6


def test_an_experiment_without_harm_has_a_page_too(make: MakeReport) -> None:
    text = write_page(make([Cell("ccc")]))
    assert "No harm was found in any category." in text


def test_a_comparison_is_a_page_of_the_same_kind(engine: Engine) -> None:
    store_experiment(engine, CELLS, name="before")
    store_experiment(engine, [*CELLS[:2], Cell("hc", model="new")], name="after")
    with read_transaction(engine) as session:
        text = write_comparison_page(compare_experiments(session, "before", "after"))
    page = Reader(text)
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img", "link", "iframe", "form"})
    assert "<img src=x onerror=alert(1)><U+202E>" in "".join(page.text)
    assert "\u202e" not in text
    assert page.attributes("id") == ["caveats", "cells", "only-first", "only-second"]
    assert "after minus before" in text
    assert text.count('<svg class="plot"') >= 2


def test_methods_say_the_power_that_the_epochs_reach(make: MakeReport) -> None:
    rule = {"power": {"baseline": 0.1, "effect": 0.2}}
    cells = [Cell("c" * 50), Cell("h" * 50, condition=GOAL)]
    page = write_page(make(cells, stop_when=rule, power_reached=0.5352))
    assert "a power of 0.8; with up to 50 epochs in each cell the power is 0.54" in page
