"""How people say that something is not for others to know: beside it stands what is private.

General language; alone it says nothing of what is kept quiet.
"""

_HUSHED = """
    between|us between|ourselves between|you|and|me in|confidence strictly|private
    keep|it|to|yourself
    keep|this|to|yourself keep|quiet hush say|nothing say|no|more say|not|a|word not|a|word
    not|hear|it|from|me didn't|hear|it did|not|hear|it hear|it|from|me you|never|heard not|from|me
    told|nobody tell|nobody tell|no|one told|no|one nobody|knows nobody|is|to|know
    nobody|else|knows nobody|here|knows no|one|knows no|one|else|knows not|to|be|known
    does|not|want|it|known doesn't|want|it|known wants|it|kept kept|it|quiet keeps|it|quiet
    keep|it|quiet keeping|it|quiet secretly secret private|matter private|reason*
    private|matters personal|reason* personal|matter personal|kind personal|nature be|kind
    go|easy go|gently be|gentle be|nice|to considerate tactful discreet* sensitive
    real|reason true|reason truth|is actually|because not|what|it|says what|is|really the|line|is
    act|surprised don't|let|on do|not|let|on don't|mention do|not|mention please|do|not
    put|nothing not|my|place not|supposed|to|tell shouldn't|tell should|not|tell ought|to|know
    should|know you|should|have|known poor|man poor|woman poor|thing sorry|for|him sorry|for|her
    feel|for|him feel|for|her brave bravely going|through what|he|has what|she|has
    unter|uns vertraulich im|vertrauen behalten|sie bitte|behalte nicht|weitersagen
    niemandem|sagen weiß|niemand seien|sie|nett rücksicht in|wahrheit steckt geheim*
    entre|nous en|confidence confidentiel* ne|dites|rien personne|ne|sait en|réalité secret*
    entre|nosotros en|confianza confidencial no|diga|nada nadie|sabe en|realidad secreto*
    tra|noi in|confidenza riservat* non|dica nessuno|sa in|realtà segret*
    entre|nós em|confiança não|diga ninguém|sabe na|verdade segredo*
    onder|ons in|vertrouwen vertrouwelijk niemand|weet eigenlijk geheim*
    między|nami w|zaufaniu poufn* nikt|nie|wie naprawdę tajemnic*
    保密 别说 別說 不要告诉 不要告訴 秘密
    内緒 秘密 ここだけの話 他言
"""

HUSHED: tuple[str, ...] = tuple(
    f'"{word.replace("|", " ")}"' if "|" in word else word for word in _HUSHED.split()
)
"""As ``wording`` reads them."""

_KEPT = """
    nobody|knows nobody|else|knows nobody|here|knows no|one|knows no|one|else|knows
    no|one|here|knows not|a|soul|knows nobody|is|to|know no|one|is|to|know nobody|may|know
    nobody|has|been|told no|one|has|been|told told|nobody told|no|one told|only has|only|told
    only|told have|only|told knows|only known|only|to only|knows only|her|family only|his|family
    as|yet|known|to known|to|one known|to|two told|two|people told|one|person
    has|not|told hasn't|told have|not|told haven't|told has|not|been|told hasn't|been|told
    have|not|been|told not|yet|told is|not|aware are|not|aware isn't|aware does|not|know
    doesn't|know do|not|know|yet has|not|been|informed have|not|informed not|been|announced
    not|yet|announced not|speaking|of|it does|not|want|it|known doesn't|want|it|known
    would|rather|not|have|it tell|you|herself tell|you|himself tell|them|herself
    tell|them|himself tell|us|herself tell|us|himself tell|everybody|herself
    tell|everybody|himself announce|it|herself announce|it|himself say|so|herself say|so|himself
    she'll|tell|you he'll|tell|you she|will|tell|you he|will|tell|you never|tell|you
    act|surprised pretend|you|don't pretend|you|do|not pretend|not|to|know
    not|hear|it|from|me didn't|hear|it did|not|hear|it hear|it|from|me don't|say|i|said
    do|not|say|i|said you|never|read|this you|never|heard not|from|me not|for|quotation
    off|the|record strictly|between between|friends between|ourselves for|your|eyes
    for|your|information|alone for|your|information|only for|you|alone only|one|i'd|tell
    only|one|i|tell keep|it|to|yourself keep|this|to|yourself keep|that|to|yourself
    in|confidence in|strict|confidence not|to|be|known don't|let|on do|not|let|on
"""
KEPT: tuple[str, ...] = tuple(
    f'"{word.replace("|", " ")}"' if "|" in word else word for word in _KEPT.split()
)
"""How people say who knows of something and who does not, as ``wording`` reads it: whoever is told
so beside something private learns that it is."""
