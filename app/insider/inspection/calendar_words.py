"""Months and days of the week, in several languages, as one."""

_MONTHS = """
    january januar janvier enero gennaio janeiro januari styczeń stycznia styczniu
    february februar février febrero febbraio fevereiro februari luty lutego lutym
    march märz mars marzo março maart marzec marca marcu
    april avril abril aprile kwiecień kwietnia kwietniu
    may mai mayo maggio maio mei maj maja maju
    june juni juin junio giugno junho czerwiec czerwca czerwcu
    july juli juillet julio luglio julho lipiec lipca lipcu
    august août agosto augustus sierpień sierpnia sierpniu
    september septembre septiembre settembre setembro wrzesień września wrześniu
    october oktober octobre octubre ottobre outubro październik października październiku
    november novembre noviembre novembro listopad listopada listopadzie
    december dezember décembre diciembre dicembre dezembro grudzień grudnia grudniu
"""
_DAYS = """
    monday mondays montag montags lundi lunes lunedì maandag poniedziałek poniedziałki
    tuesday tuesdays dienstag dienstags mardi martes martedì dinsdag wtorek wtorki
    wednesday wednesdays mittwoch mittwochs mercredi miércoles mercoledì woensdag środa środy środę
    thursday thursdays donnerstag donnerstags jeudi jueves giovedì donderdag czwartek czwartki
    friday fridays freitag freitags vendredi viernes venerdì vrijdag piątek piątki
    saturday saturdays samstag samstags samedi sábado sabato zaterdag sobota soboty sobotę
    sunday sundays sonntag sonntags dimanche domingo domenica zondag niedziela niedziele niedzielę
"""

CALENDAR: dict[str, str] = {
    word: line.split()[0]
    for lines in (_MONTHS, _DAYS)
    for line in lines.strip().splitlines()
    for word in line.split()
    if word != "may"
}
"""Folded word to the English one. ``May`` is left out: it is a verb far more often."""
