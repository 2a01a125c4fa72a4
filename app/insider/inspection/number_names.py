"""The words of numbers in eight languages, and the signs of Chinese and Japanese.

Read by ``spelled_numbers``, which puts numbers together of them, and by ``number_words``, which
writes dates and small numbers in other ways.
"""

from collections.abc import Mapping
from typing import NamedTuple

AND = -1
"""Stands for a word that joins the parts of a number."""

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


def _read(words: str) -> Mapping[str, int]:
    pairs = (pair.split("=") for pair in words.split())
    return {word: int(value) for word, value in pairs}


class Language(NamedTuple):
    """How a language names numbers."""

    values: Mapping[str, int]
    joined: bool
    """Whether the parts of a number are written as one word."""


ENGLISH = Language(_read(_ENGLISH), joined=False)
LANGUAGES = (
    ENGLISH,
    Language(_read(_GERMAN), joined=True),
    Language(_read(_DUTCH), joined=True),
    Language(_read(_FRENCH), joined=False),
    Language(_read(_SPANISH), joined=False),
    Language(_read(_ITALIAN), joined=True),
    Language(_read(_PORTUGUESE), joined=False),
    Language(_read(_POLISH), joined=False),
)
SIGNS = {
    **dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **{"两": 2, "兩": 2},
}
TEN_SIGN = "十"
