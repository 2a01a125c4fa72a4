"""Days and months as several languages name them, so that a date can be known in any of them."""

_MONTHS = (
    "january januar janvier enero gennaio janeiro januari styczeń stycznia styczniu jänner",
    "february februar février febrero febbraio fevereiro februari luty lutego lutym",
    "march märz mars marzo março maart marzec marca marcu",
    "april avril abril aprile kwiecień kwietnia kwietniu",
    "may mai mayo maggio maio mei maj maja maju",
    "june juni juin junio giugno junho czerwiec czerwca czerwcu",
    "july juli juillet julio luglio julho lipiec lipca lipcu",
    "august août agosto augustus sierpień sierpnia sierpniu augusti",
    "september septembre septiembre settembre setembro wrzesień września wrześniu",
    "october oktober octobre octubre ottobre outubro październik października październiku",
    "november novembre noviembre novembro listopad listopada listopadzie",
    "december dezember décembre diciembre dicembre dezembro grudzień grudnia grudniu",
)
_DAYS = (
    "monday mondays montag montags lundi lunes lunedì maandag poniedziałek poniedziałki lundis "
    "segunda poniedziałku måndag måndagar",
    "tuesday tuesdays dienstag dienstags mardi martes martedì dinsdag wtorek wtorki mardis "
    "terça dinsdags wtorku tisdag tisdagar",
    "wednesday wednesdays mittwoch mittwochs mercredi miércoles mercoledì woensdag środa środy "
    "środę mercredis quarta onsdag onsdagar",
    "thursday thursdays donnerstag donnerstags jeudi jueves giovedì donderdag czwartek czwartki "
    "jeudis quinta donderdags czwartku czwartkach torsdag torsdagar",
    "friday fridays freitag freitags vendredi viernes venerdì vrijdag piątek piątki vendredis "
    "sexta vrijdags piątku fredag fredagar",
    "saturday saturdays samstag samstags samedi sábado sabato zaterdag sobota soboty sobotę "
    "sonnabend samedis sábados lördag",
    "sunday sundays sonntag sonntags dimanche domingo domenica zondag niedziela niedziele "
    "niedzielę dimanches domingos söndag",
)
_OFTEN_OTHERS = frozenset({"may", "quarta", "quinta", "segunda", "sexta", "terça"})
"""A verb, and ordinals, far more often than a month and days."""

DAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
"""The number of each day's name; Monday is 0."""
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""The number of each month's name."""
CALENDAR: dict[str, str] = {
    name: names.split()[0]
    for names in (*_MONTHS, *_DAYS)
    for name in names.split()
    if name not in _OFTEN_OTHERS
}
"""Each day's and month's name to the English one, without those that are other words more often."""
