"""Everyday words near private matters, in other languages; see ``matters``."""

_MEDICINE = """
    arzt ärztin arztes fachärzt* facharzt* klinik* krankenhaus krankenhauses praxis behandlung*
    behandelt therapie* medikament* tabletten operation operiert befund* gewebeprobe* brust
    untersuchung* krank kranken krankheit* krankgeschrieben erkrankt erkrankung symptom* spritze*
    hormon* hormone termin|bei blutprobe* ergebnis* gesundheit* leiden kur reha physiotherap*
    médecin* docteur spécialiste hôpital clinique traitement* soigné soignée thérapie médicament*
    comprimés opération opéré opérée malade maladie* examen* résultat* prélèvement sein
    rendez-vous santé piqûre* hormon* kiné*
    médico médica doctor doctora especialista hospital clínica tratamiento* terapia medicamento*
    pastillas operación operad* enferm* prueba* resultado* muestra pecho salud inyecc*
    medico medica dottore dottoressa specialista ospedale clinica trattamento* terapia farmac*
    pastiglie operazione operat* malat* esame esami risultat* seno salute iniezion*
    doutor doutora tratamento* medicaç* comprimidos operação doente doença* exame* resultado*
    consulta saúde mama injeç* injec*
    arts dokter specialist ziekenhuis kliniek behandel* therapie medicijn* pillen operatie
    geopereerd ziek ziekte onderzoek uitslag borst gezondheid injectie*
    lekarz* lekark* szpital* klini* leczeni* leczy terapi* leków leki tablet* operacj* chor*
    badani* wynik* pierś piersi zdrowi* zastrzyk*
    医生 醫生 医院 醫院 治疗 治療 手术 手術 检查 檢查 病 药 藥
    医者 病院 通院 入院 手術 検査 薬 病気 体調
"""
_MONEY = """
    lohn lohnes gehalt gehalts gericht* kredit* darlehen hypothek* raten rate monat
    monatlich abbezahl* zurückzahl* zahlt|ab bürgschaft* bürge geld einbehalten
    abgezogen finanziell*
    salaire tribunal prêt hypothèque mensualité* rembours* mois argent doit caution retenu*
    sueldo salario juzgado crédito hipoteca cuotas mensual* mes dinero debe aval paga|cada
    stipendio tribunale prestito mutuo rate mensil* mese soldi deve garante trattenut*
    ordenado salário empréstimo hipoteca prestações mensal* mês mês dinheiro deve fiador paga-lhes
    paga|todos
    loon salaris rechtbank lening hypotheek termijnen maandelijks maand geld borg ingehouden
    pensj* wynagrodzen* sąd kredyt* pożyczk* hipotek* rat raty miesięczn* miesiąc pieniądz*
    spłaca*
    工资 薪水 法院 贷款 貸款 抵押 每月 还钱 還錢 钱
    給料 裁判所 ローン 返済 毎月 金
"""
_LAW = """
    gericht* richter* jugendrichter* polizei schuldig strafe urteil* akte verschluss eintrag*
    monate jahre zoll vorgeschichte damals jugend* anklage angeklagt
    tribunal juge police coupable peine jugement dossier scellé mois jeunesse douane
    juez policía culpable pena sentencia expediente sellado juventud aduana
    giudice polizia colpevole sentenza fascicolo sigillato gioventù dogana
    juiz polícia culpado pena sentença processo selado juventude alfândega
    rechter rechtbank politie schuldig straf vonnis dossier verzegeld jeugd* douane
    sąd sędzi* policj* winn* kara akta utajnion* młodoś* celn*
    法庭 法院 法官 警察 有罪 判 档案 檔案 海关
    裁判 裁判所 警察 罪 記録 税関
"""
_HABIT = """
    gruppe selbsthilfe* selbsthilfegruppe ersparnis* verloren rückfall klinik wetten wettet spielt
    getrunken trinkt trinken flasche alkohol therapie*
    groupe épargne* perdu rechute boit boire alcool bouteille parie paris jeu joue cure
    grupo ahorros perdido bebe beber alcohol apuest* juega reuniones
    gruppo risparmi perso beve bere alcol bottiglia gioco gioca riunioni
    poupanças perdeu bebe beber álcool garrafa aposta* joga reuniões
    groep spaargeld verloren drinkt drinken drank alcohol gokt wedden
    grup* oszczędnoś* stracił* pije pić alkohol* butelk* gra spotkani*
    小组 小組 积蓄 積蓄 输 輸 喝酒
    会合 貯金 酒
"""
_BIRTH = """
    kind baby babys nachwuchs monat woche geburt termin klinik spritze* eltern mutter vater
    enfant bébé mois semaine* naissance mère père
    bebé hijo hija hijos mes semanas nacimiento madre padre
    bambino bambina figlio figlia mese settimane nascita madre padre
    criança filho filha mês semanas nascimento mãe pai
    kind baby maand weken geboorte moeder vader
    dziecko dziecka miesiąc* tydzień tygodni* matk* ojc*
    宝宝 孩子 婴儿 胎
    赤ちゃん 子供 胎児
"""
_HOME = """
    ehe ehefrau ehemann beziehung wohnung ausgezogen anwalt kinder hotel verliebt paar
    mariage épouse époux mari femme relation appartement avocat enfants hôtel amoureu* couple
    matrimonio esposa esposo marido mujer relación piso abogado hijos hotel enamorad* pareja
    matrimonio moglie marito relazione appartamento avvocato figli albergo innamorat* coppia
    casamento esposa marido relação apartamento advogado filhos hotel apaixonad* casal
    huwelijk echtgeno* relatie appartement advocaat kinderen hotel verliefd stel
    małżeństw* żon* mąż męż* związek mieszkani* adwokat* dzieci hotel* zakochan*
    婚姻 妻子 丈夫 律师 律師 孩子 酒店
    結婚 妻 夫 弁護士 子供 ホテル
"""

NEAR_ABROAD: dict[str, str] = {
    "child": _BIRTH + _MEDICINE,
    "illness": _MEDICINE,
    "mind": _MEDICINE,
    "drink": _HABIT,
    "gambling": _HABIT,
    "debt": _MONEY,
    "crime": _LAW,
    "affair": _HOME,
    "parting": _HOME,
    "parentage": _BIRTH,
    "violence": _LAW + _HOME,
}
"""By matter, all languages together."""
