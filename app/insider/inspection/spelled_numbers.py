"""Reads numbers that are written in words: ``four hundred and twelve thousand five hundred``.

In English, German, Dutch, French, Spanish, Italian, Portuguese, Polish, Chinese and Japanese. Each
language's words are looked for by themselves, since many words are numbers in one and something
else in the next; small ones prove nothing anyway. A word is cut into its parts from the left and
never tried again, so that long ones cost no more than their length.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.passages import Passage
from insider.inspection.word_memory import WordMemory

_LONGEST = 80
"""Letters of a number's word."""
_AND = -1
"""Stands for a word that joins the parts of a number."""
_HUNDRED, _THOUSAND, _MILLION = 100, 1_000, 1_000_000
_BILLION = 1_000_000_000
_LARGEST = 10**15
_WIDEST_GAP = 12
_GAP = " \t\r\n>-\u00a0\u00ad\u2010\u2011"

_ENGLISH = """
    one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12
    thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20
    thirty=30 forty=40 fourty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90
    hundred=100 thousand=1000 grand=1000 million=1000000 billion=1000000000 and=-1
"""
_GERMAN = """
    eins=1 einen=1 eine=1 ein=1 zwei=2 zwo=2 drei=3 vier=4 fünf=5 fuenf=5 sechs=6 sieben=7 acht=8
    neun=9 zehn=10 elf=11 zwölf=12 zwoelf=12 sechzehn=16 siebzehn=17 zwanzig=20 dreissig=30
    vierzig=40 fünfzig=50 fuenfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 dreizehn=13
    vierzehn=14 fünfzehn=15 fuenfzehn=15 achtzehn=18 neunzehn=19
    hundert=100 tausend=1000 millionen=1000000 million=1000000 milliarden=1000000000
    milliarde=1000000000 und=-1
"""
_DUTCH = """
    een=1 één=1 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12
    dertien=13 veertien=14 vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20
    dertig=30 veertig=40 vijftig=50 zestig=60 zeventig=70 tachtig=80 negentig=90
    honderd=100 duizend=1000 miljoen=1000000 miljard=1000000000 en=-1 ën=-1
"""
_FRENCH = """
    un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12
    treize=13 quatorze=14 quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 cinquante=50
    soixante=60 septante=70 huitante=80 nonante=90 cent=100 cents=100 mille=1000 million=1000000
    millions=1000000 milliard=1000000000 milliards=1000000000 et=-1
"""
_SPANISH = """
    un=1 uno=1 una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11
    doce=12 trece=13 catorce=14 quince=15 dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19
    veinte=20 veintiuno=21 veintiún=21 veintidós=22 veintitrés=23 veinticuatro=24 veinticinco=25
    veintiséis=26 veintisiete=27 veintiocho=28 veintinueve=29 treinta=30 cuarenta=40 cincuenta=50
    sesenta=60 setenta=70 ochenta=80 noventa=90 cien=100 ciento=100 doscientos=200 doscientas=200
    trescientos=300 trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500
    quinientas=500 seiscientos=600 seiscientas=600 setecientos=700 setecientas=700
    ochocientos=800 ochocientas=800 novecientos=900 novecientas=900 mil=1000 millón=1000000
    millones=1000000 y=-1
"""
_ITALIAN = """
    uno=1 un=1 una=1 due=2 tre=3 tré=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10
    undici=11 dodici=12 tredici=13 quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18
    diciannove=19 venti=20 vent=20 trenta=30 trent=30 quaranta=40 quarant=40 cinquanta=50
    cinquant=50 sessanta=60 sessant=60 settanta=70 settant=70 ottanta=80 ottant=80 novanta=90
    novant=90 cento=100 cent=100 mille=1000 mila=1000 milione=1000000 milioni=1000000
    miliardo=1000000000 miliardi=1000000000 e=-1
"""
_PORTUGUESE = """
    um=1 uma=1 dois=2 duas=2 três=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11
    doze=12 treze=13 catorze=14 quatorze=14 quinze=15 dezasseis=16 dezesseis=16 dezassete=17
    dezessete=17 dezoito=18 dezanove=19 dezenove=19 vinte=20 trinta=30 quarenta=40 cinquenta=50
    sessenta=60 setenta=70 oitenta=80 noventa=90 cem=100 cento=100 duzentos=200 duzentas=200
    trezentos=300 trezentas=300 quatrocentos=400 quatrocentas=400 quinhentos=500 quinhentas=500
    seiscentos=600 seiscentas=600 setecentos=700 setecentas=700 oitocentos=800 oitocentas=800
    novecentos=900 novecentas=900 mil=1000 milhão=1000000 milhões=1000000 e=-1
"""
_POLISH = """
    jeden=1 dwa=2 dwie=2 dwóch=2 trzy=3 trzech=3 cztery=4 czterech=4 pięć=5 pięciu=5 sześć=6
    sześciu=6 siedem=7 siedmiu=7 osiem=8 ośmiu=8 dziewięć=9 dziewięciu=9 dziesięć=10 dziesięciu=10
    jedenaście=11 jedenastu=11 dwanaście=12 dwunastu=12 trzynaście=13 czternaście=14 piętnaście=15
    szesnaście=16 siedemnaście=17 osiemnaście=18 dziewiętnaście=19 dwadzieścia=20 dwudziestu=20
    trzydzieści=30 trzydziestu=30 czterdzieści=40 czterdziestu=40 pięćdziesiąt=50
    pięćdziesięciu=50 sześćdziesiąt=60 sześćdziesięciu=60 siedemdziesiąt=70 siedemdziesięciu=70
    osiemdziesiąt=80 osiemdziesięciu=80 dziewięćdziesiąt=90 dziewięćdziesięciu=90 sto=100 stu=100
    dwieście=200 dwustu=200 trzysta=300 trzystu=300 czterysta=400 czterystu=400 pięćset=500
    pięciuset=500 sześćset=600 sześciuset=600 siedemset=700 siedmiuset=700 osiemset=800
    ośmiuset=800 dziewięćset=900 dziewięciuset=900 tysiąc=1000 tysiące=1000 tysięcy=1000
    milion=1000000 miliony=1000000 milionów=1000000
"""
_JOINED = frozenset({_GERMAN, _DUTCH, _ITALIAN})
"""Languages that write the parts of a number as one word."""
_LANGUAGES = (
    _ENGLISH, _GERMAN, _DUTCH, _FRENCH, _SPANISH, _ITALIAN, _PORTUGUESE, _POLISH
)  # fmt: skip

_SIGNS = {
    **dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **{"两": 2, "兩": 2},
}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1_000}
_LARGE_UNITS = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_SIGN_RUN = re.compile(f"[{''.join((*_SIGNS, *_SMALL_UNITS, *_LARGE_UNITS))}]{{2,40}}")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words."""

    value: int
    start: int
    end: int
    """Its place in the passage's text."""


def spelled_numbers(passage: Passage, *, least: int) -> Iterator[Spelled]:
    """Yield the numbers that a passage has in words, language by language.

    Args:
        passage: Where.
        least: A language in whose words there is nothing as large is passed over.
    """
    parts = dict(_NUMBER_WORDS.of(passage.places.keys()))
    largest: dict[int, int] = {}
    for found in parts.values():
        for language, values in found.items():
            largest[language] = max(largest.get(language, 0), *values)
    for language in sorted(largest):
        if largest[language] >= least:
            words = [word for word, found in parts.items() if language in found]
            spots = sorted({index for word in words for index in passage.places[word]})
            yield from _in_language(passage, spots, parts, language)
    if not passage.text.isascii():
        for run in _SIGN_RUN.finditer(passage.text):
            value = _from_signs(run[0])
            if value is not None:
                yield Spelled(value, *run.span())


def _in_language(
    passage: Passage,
    spots: Sequence[int],
    parts: dict[str, dict[int, tuple[int, ...]]],
    language: int,
) -> Iterator[Spelled]:
    folded = passage.folded
    run: list[tuple[int, tuple[int, ...]]] = []
    for index in spots:
        here = parts.get(folded[index], {}).get(language)
        if here is None:
            continue
        if run and (index != run[-1][0] + 1 or not _go_on(passage, index)):
            yield from _numbers(passage, run)
            run = []
        run.append((index, here))
    yield from _numbers(passage, run)


def _go_on(passage: Passage, index: int) -> bool:
    """Tell whether nothing but blanks, hyphens or a quoted line break stands before a word."""
    gap = passage.text[passage.ends[index - 1] : passage.starts[index]]
    return len(gap) <= _WIDEST_GAP and not gap.strip(_GAP)


def _numbers(passage: Passage, run: Sequence[tuple[int, tuple[int, ...]]]) -> Iterator[Spelled]:
    """Yield the numbers that a row of number words holds: ``ninety-four twenty`` is two."""
    number = _Number()
    first, last = -1, -1
    for index, parts in run:
        if parts == (_AND,):
            number.join()
            continue
        if first >= 0 and not number.takes(parts):
            yield _spelled(passage, number.value, first, last)
            number, first = _Number(), -1
        for part in parts:
            number.add(part)
        first, last = (index if first < 0 else first), index
    if first >= 0:
        yield _spelled(passage, number.value, first, last)


def _spelled(passage: Passage, value: int, first: int, last: int) -> Spelled:
    return Spelled(value, passage.starts[first], passage.ends[last])


class _Number:
    """A number that is read part by part."""

    def __init__(self) -> None:
        self._total = 0
        self._group = 0
        self._unit = _LARGEST
        self._joined = False

    @property
    def value(self) -> int:
        return self._total + self._group

    def join(self) -> None:
        self._joined = True

    def takes(self, parts: Sequence[int]) -> bool:
        """Tell whether parts go on with it."""
        copy = _Number()
        copy._total, copy._group = self._total, self._group
        copy._unit, copy._joined = self._unit, self._joined
        return all(copy.add(part) for part in parts)

    def add(self, part: int) -> bool:
        """Take a part, and tell whether it belongs here."""
        joined, self._joined = self._joined, part == _AND
        if part == _AND:
            return True
        if part >= _THOUSAND:
            fits = part < self._unit and self._group < _THOUSAND
            self._total += max(self._group, 0 if self._total and not self._group else 1) * part
            self._group, self._unit = 0, part
            return fits
        if part == _HUNDRED:
            fits = self._group < _HUNDRED
            self._group = max(self._group, 1) * _HUNDRED
            return fits
        rest = self._group % _HUNDRED
        if part > _HUNDRED:
            fits = self._group == 0
        elif rest == 4 and part == 20 and not joined:  # quatre-vingts
            self._group += 76
            return True
        elif 0 < rest < 10 and part >= 20:  # einundzwanzig
            fits = joined
        elif part < 10:
            fits = rest % 10 == 0 and rest != 10
        elif part < 20:
            fits = rest in (0, 60, 80)
        else:
            fits = rest == 0
        self._group += part
        return fits


@lru_cache(maxsize=1)
def _lexicons() -> tuple[tuple[dict[str, int], re.Pattern[str] | None], ...]:
    return tuple(map(_lexicon, _LANGUAGES))


def _lexicon(language: str) -> tuple[dict[str, int], re.Pattern[str] | None]:
    pairs = (pair.split("=") for pair in language.split())
    values = {word: int(value) for word, value in pairs}
    if language not in _JOINED:
        return values, None
    # The longest first: a part is taken once and for all.
    return values, re.compile("|".join(sorted(values, key=len, reverse=True)))


def _parts(word: str) -> dict[int, tuple[int, ...]]:
    """Return the parts of a number's word, by language; nothing for any other word."""
    found: dict[int, tuple[int, ...]] = {}
    if len(word) > _LONGEST or word[0].isdigit():
        return found
    # An article in front of it, as in ``dell'undici``.
    word = word.rpartition("'")[2]
    for number, (values, part) in enumerate(_lexicons()):
        if word in values:
            found[number] = (values[word],)
        elif part is not None and (parts := _cut(word, values, part)):
            found[number] = parts
    return found


_NUMBER_WORDS = WordMemory(_parts)


def _cut(word: str, values: dict[str, int], part: re.Pattern[str]) -> tuple[int, ...]:
    parts: list[int] = []
    at = 0
    while at < len(word):
        found = part.match(word, at)
        if found is None:
            return ()
        parts.append(values[found[0]])
        at = found.end()
    return tuple(parts) if max(parts) > 1 else ()


def _from_signs(run: str) -> int | None:
    total, group, digit = 0, 0, 0
    if not any(sign in _SMALL_UNITS or sign in _LARGE_UNITS for sign in run):
        return int("".join(str(_SIGNS[sign]) for sign in run)) if len(run) > 3 else None
    for sign in run:
        if sign in _SIGNS:
            digit = _SIGNS[sign]
        elif sign in _SMALL_UNITS:
            group += max(digit, 1) * _SMALL_UNITS[sign]
            digit = 0
        else:
            total += max(group + digit, 1) * _LARGE_UNITS[sign]
            group, digit = 0, 0
    return total + group + digit
