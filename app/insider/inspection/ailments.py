"""Matters of which people make no secret: a cold, a sprained wrist, a wedding.

Where one of them is named, words such as ``doctor`` or ``hospital`` are of it, as far as a reader
can see.
"""

_LISTED = """
    knee knees ankle* wrist* elbow* shoulder* sprain* broken|leg broken|arm broken|foot broken|toe
    fractur* crutches back|pain backache bad|back slipped|disc flu influenza a|cold caught|cold
    hay|fever allerg* tooth teeth toothache dentist dental root|canal migraine* headache*
    sore|throat
    cough food|poisoning stomach|bug chickenpox eye|test new|glasses flat|feet tendon* ligament*
    twisted fell|off|a skiing sledging bicycle|accident annual|check-up check-up jab jabs
    vaccin* blood|donor blood|donation giving|blood jury|duty wedding|of funeral paternity|of
    knie knöchel* handgelenk* schulter* verstaucht* gebrochen* beinbruch armbruch erkält* grippe
    zahnarzt zahnärzt* heuschnupfen kopfschmerz* rückenschmerz* hexenschuss impf*
    genou cheville poignet épaule entorse grippe rhume dentiste vaccin*
    rodilla tobillo muñeca hombro esguince gripe resfriado dentista vacuna*
    ginocchio caviglia polso spalla distorsione influenza raffreddore dentista
    joelho tornozelo pulso ombro entorse gripe constipação dentista
    enkel pols schouder verstuikt* griep verkouden* tandarts
    kolan* kostk* nadgarst* skręc* grypa przeziębi* dentyst*
    膝 扭伤 感冒 牙医 捻挫 風邪 歯医者
"""

AILMENTS: tuple[str, ...] = tuple(
    f'"{word.replace("|", " ")}"' if "|" in word else word for word in _LISTED.split()
)
"""As ``wording`` reads them."""
