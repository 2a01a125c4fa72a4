"""Words near private matters that business mail has as often: they count, and say nothing private.

They are entries of ``matters`` and ``near_abroad``, whatever the matter. The words of
``everyday`` are as faint where they stand alone.
"""

_LISTED = """
    addition advance advances anxious appeal application* applied appointment* attempt attempts
    authorities backing barred bars benign bodies border bounced breath cards caution* cell
    certificate* charge* charged check-up chips chronic coin coins collect* community competitor
    condition cot credit crisis customs cycles deduct* deliver* desire diagnos* disorder dollars
    dose doses drip dropp* elsewhere embassy enforcement erased escape* euros exam exams
    exhaust* expire* facility faculty failed farewell farm finances financial* fist flask
    flowers forgets framed fraud fruit glasses goodbye hardship health hearing horse hotel
    incur* infection instal* installment* instalment* interview* invent* invited involved judge*
    judgement judgment lapsed lawyer* lend* lens lessons lever licence license linkedin loan*
    loose luck lucky medical monthly needle nurse nurses odds offence offense operation
    owned package pain pains pair panel parent parents partner partner's passport patients
    permit* physician* pot pots pride profile program programme protect* pump qualification*
    quit quits racing rate recover* recovering recovery reference references refused released
    relocat* renew* rent residential resign* retreat rival safe sample samples scans screening
    seize* sentence* separat* settle settled settlement shadow showing skin solicitor*
    specialist* spectrum spin spins spirits spun stake stakes stamp status steps stomach stress
    struggling successor successor's sum sums survive taxi tempt* thinner threat* touch*
    transition* trauma* treated treatment* trustee tube tubes university virus vision voices
    weak weaker weekend* wheel wiped wool younger as|a|young belonged|to desk|will each|month
    every|month fight|it first|of|the|month four|of|them from|may good|news half|a|year
    heavy|lifting house|is|gone keys|back last|day leave|of|absence long|ago lost|weight
    month|by|month more|than move|to moving|to name|for|it new|flat new|name new|number
    per|month phone|calls replace|her replace|him side|job signed|off start|there test|results
    three|of|them two|of|them bench chance dock docks docked enforced episode episodes growth highs
    histology insolvent intercepted judged laboratory nationality pronouns sampled scanned solvent
    staked staking tables tissue tried untaxed vacancy withheld
    week|twelve when|he|was when|she|was years|ago
    praxis behandlung* behandelt untersuchung* ergebnis* termin|bei gesundheit* operation monat
    monate monatlich woche jahre akte eintrag* raten rate gruppe beziehung wohnung anwalt hotel paar
    kinder geld lohn lohnes gehalt gehalts kredit* klinik ärztin arzt
    traitement* examen* résultat* rendez-vous santé opération mois semaine* argent dossier
    groupe jeu
    paris relation appartement avocat enfants hôtel mari clinique salaire prêt
    doctora doctor tratamiento* prueba* resultado* muestra consulta salud operación operad*
    clínica mes semanas dinero pena expediente aduana grupo reuniones relación piso abogado hijos
    crédito sueldo salario
    dottore dottoressa clinica operat* esame esami risultat* salute trattamento* mese settimane
    soldi
    fascicolo dogana gruppo gioco gioca riunioni perso relazione appartamento avvocato figli albergo
    coppia stipendio farmac*
    doutor doutora clínica tratamento* operação exame* resultado* consulta saúde mês semanas
    dinheiro processo grupo joga reuniões relação apartamento advogado filhos casal
    dokter kliniek behandel* onderzoek uitslag gezondheid operatie maand weken dossier groep relatie
    advocaat kinderen stel geld loon termijnen
    badani* wynik* zdrowi* operacj* klini* miesiąc* tydzień tygodni* pieniądz* kara akta grup* gra
    spotkani* związek mieszkani* adwokat* dzieci rat raty pensj* wynagrodzen*
    检查 檢查 病 药 藥 每月 钱 档案 檔案 小组 小組 输 輸 酒店 孩子 律师 律師 海关 工资 薪水
    検査 薬 毎月 金 記録 税関 会合 ホテル 給料 弁護士
"""

FAINT: frozenset[str] = frozenset(
    f'"{word.replace("|", " ")}"' if "|" in word else word for word in _LISTED.split()
)
"""As ``wording`` reads them."""
