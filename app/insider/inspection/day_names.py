"""Days and months as several languages name them, so that a date can be known in any of them."""

_DAYS = (
    "monday mondays montag montags lundi lundis lunes lunedì segunda maandag poniedziałek "
    "poniedziałki poniedziałku måndag måndagar",
    "tuesday tuesdays dienstag dienstags mardi mardis martes martedì terça dinsdag dinsdags "
    "wtorek wtorki wtorku tisdag tisdagar",
    "wednesday wednesdays mittwoch mittwochs mercredi mercredis miércoles mercoledì quarta "
    "woensdag środa środy środę onsdag onsdagar",
    "thursday thursdays donnerstag donnerstags jeudi jeudis jueves giovedì quinta donderdag "
    "donderdags czwartek czwartki czwartku czwartkach torsdag torsdagar",
    "friday fridays freitag freitags vendredi vendredis viernes venerdì sexta vrijdag vrijdags "
    "piątek piątki piątku fredag fredagar",
    "saturday saturdays samstag samstags sonnabend samedi samedis sábado sábados sabato zaterdag "
    "sobota soboty sobotę lördag",
    "sunday sundays sonntag sonntags dimanche dimanches domingo domingos domenica zondag "
    "niedziela niedzielę niedziele söndag",
)
_MONTHS = (
    "january januar jänner janvier enero gennaio janeiro januari stycznia styczeń",
    "february februar février febrero febbraio fevereiro februari lutego luty",
    "march märz mars marzo março maart marca marzec",
    "april avril abril aprile kwietnia kwiecień",
    "may mai mayo maggio maio mei maja maj",
    "june juni juin junio giugno junho czerwca czerwiec",
    "july juli juillet julio luglio julho lipca lipiec",
    "august août agosto augustus sierpnia sierpień augusti",
    "september septembre septiembre settembre setembro września wrzesień",
    "october oktober octobre octubre ottobre outubro października październik",
    "november novembre noviembre novembro listopada listopad",
    "december dezember décembre diciembre dicembre dezembro grudnia grudzień",
)
DAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
"""The number of each day's name; Monday is 0."""
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""The number of each month's name."""
