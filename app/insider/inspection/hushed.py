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
