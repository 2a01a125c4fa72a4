from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from insider.scenarios import open_seed
from insider.scenarios.importing.dates import (
    Period,
    after_parents,
    choose_date,
    move,
    period_of,
    settle,
    squeeze,
    usual_zone,
)
from support.packs import SeedFolder

MONDAY = 983_782_800
"""5 March 2001, 9:00 UTC."""
DAY = 86_400
ENDS = datetime(2026, 10, 23, 16, 0)  # noqa: DTZ001 - company time
PERIOD = Period(datetime(2026, 9, 21), ENDS)  # noqa: DTZ001


def test_what_is_moved_keeps_its_weekday_its_hour_and_its_distance() -> None:
    moved = move([MONDAY, MONDAY + 2 * DAY + 60], zone=3_600, ends=ENDS)
    assert [f"{each:%a %H:%M}" for each in moved.dates] == ["Mon 10:00", "Wed 10:01"]
    assert f"{moved.dates[1]:%Y-%m-%d}" == "2026-10-21"
    assert moved.weeks == 1337


def test_the_last_mail_comes_in_the_last_week() -> None:
    for day in range(7):
        (date,) = move([MONDAY + day * DAY], zone=0, ends=ENDS).dates
        assert ENDS - timedelta(weeks=1) < date <= ENDS


MOMENTS = st.lists(st.integers(MONDAY - 3_000 * DAY, MONDAY), min_size=2, max_size=40)


@given(MOMENTS, st.integers(-12, 14))
def test_years_are_squeezed_into_weeks_in_their_order(moments: list[int], zone: int) -> None:
    squeezed = squeeze(moments, zone=zone * 3_600, period=PERIOD)
    order = sorted(range(len(moments)), key=lambda place: (moments[place], place))
    by_time = [squeezed.dates[place] for place in order]
    assert all(one <= other for one, other in pairwise(by_time))
    assert by_time[-1] <= ENDS
    if squeezed.weeks is None:
        assert by_time[0] >= PERIOD.begins
        assert len(set(by_time)) == len(by_time)
        assert all(8 <= each.hour < 18 and each.weekday() < 5 for each in by_time)


def test_mail_that_fits_is_moved_and_not_squeezed() -> None:
    moments = [MONDAY, MONDAY + 5 * DAY + 3_600]
    assert squeeze(moments, zone=0, period=PERIOD) == move(moments, zone=0, ends=ENDS)


def test_a_date_that_no_server_bears_out_is_the_server_s() -> None:
    assert choose_date(MONDAY, None) == MONDAY
    assert choose_date(MONDAY, MONDAY + DAY) == MONDAY
    assert choose_date(MONDAY, MONDAY + 9 * DAY) == MONDAY + 9 * DAY
    assert choose_date(0, MONDAY) == MONDAY
    assert choose_date(MONDAY, None, MONDAY + 9 * DAY) == MONDAY
    assert choose_date(None, None, MONDAY) == MONDAY
    assert choose_date(10**11) is None


def test_mail_without_a_date_is_dated_like_the_mail_before_it() -> None:
    moments = [None, MONDAY, None, MONDAY + DAY]
    assert settle(moments) == ([MONDAY, MONDAY, MONDAY, MONDAY + DAY], {0, 2})
    assert settle([None]) == ([315_532_800], {0})


def test_of_much_mail_one_date_of_another_century_counts_for_nothing() -> None:
    moments: list[int | None] = [MONDAY + n * DAY for n in range(200)]
    moments[100] = 4_000_000_000
    settled, guessed = settle(moments)
    assert guessed == {100}
    assert settled[100] == settled[99]


def test_the_zone_is_what_most_mail_was_written_in() -> None:
    assert usual_zone([3_600, None, 3_600, -18_000]) == 3_600
    assert usual_zone([None]) == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), min_size=1, max_size=9))
def test_an_answer_comes_after_what_it_answers(drawn: list[tuple[int, int]]) -> None:
    dates = [ENDS + timedelta(minutes=minute) for minute, _ in drawn]
    parents = [parent if parent < place else None for place, (_, parent) in enumerate(drawn)]
    before = list(dates)
    moved = after_parents(dates, parents, squeezed=False)
    assert all(parent is None or dates[parent] < dates[n] for n, parent in enumerate(parents))
    assert moved == sum(one != other for one, other in zip(before, dates, strict=True))


def test_the_company_s_time_ends_when_its_stories_begin(folder: SeedFolder) -> None:
    period = period_of(open_seed(folder.root))
    assert period == Period(ENDS - timedelta(days=11), ENDS)
    folder.mail("early", pack="company", date="2026-09-01 08:00")
    folder.mail("late", pack="company", date="2026-10-22 08:00")
    period = period_of(open_seed(folder.root))
    assert period is not None
    assert f"{period.begins:%Y-%m-%d}" == "2026-09-01"
