"""The own words of private matters in other languages; see ``matters``.

German, French, Spanish, Italian, Portuguese, Dutch, Polish, Chinese and Japanese.
"""

ABROAD: dict[str, dict[str, str]] = {
    "child": {
        "de": """
            schwanger* hebamme* frauenarzt* frauenärzt* gynäkolog* ultraschall mutterschutz
            elternzeit mutterschaft* fehlgeburt* kinderwunsch* künstliche|befruchtung embryo*
            erwartet|ein|kind erwartet|ein|baby erwartet|zwillinge bekommt|ein|kind
            bekommt|ein|baby ein|kind|erwartet ein|baby|erwartet in|anderen|umständen
            guter|hoffnung kinderwagen nachwuchs herztöne
            """,
        "fr": """
            enceinte grossesse* sage-femme gynécolog* obstétri* échographie maternité
            fausse|couche congé|maternité fécondation pma fiv attend|un|enfant attend|un|bébé
            attend|des|jumeaux accouche* accouchement poussette procréation|médicalement
            """,
        "es": """
            embaraz* comadrona matrona partera ginecólog* obstetr* ecografía maternidad aborto*
            fecundación fertilidad espera|un|bebé espera|un|hijo esperando|un|bebé esperando|un|hijo
            encinta dar|a|luz cochecito
            """,
        "it": """
            incinta gravidanza ostetric* ginecolog* ecografia maternità aborto* fecondazione
            fertilità aspetta|un|bambino aspetta|un|figlio aspetta|una|bambina dolce|attesa
            passeggino partorir* parto
            """,
        "pt": """
            grávida gravidez parteira obstetr* ginecolog* ecografia ultrassom maternidade
            fertilização fertilidade espera|um|bebé espera|um|bebê espera|um|filho
            à|espera|de|bebé carrinho|de|bebé licença|de|maternidade
            """,
        "nl": """
            zwanger* verloskundige gynaecolo* zwangerschapsverlof miskraam vruchtbaarheid* ivf
            verwacht|een|kind verwacht|een|baby in|verwachting kinderwagen bevallen bevalling
            """,
        "pl": """
            ciąż* ciężarn* położn* ginekolog* usg macierzyńsk* poronił* poronieni* in|vitro
            spodziewa|się|dziecka spodziewa|się|bliźniąt poród porodu rodzi|w wózek|dziecięcy
            """,
        "zh": "怀孕 懷孕 孕妇 有喜 有身孕 身孕 产假 產假 预产期 預產期 试管婴儿 試管嬰兒 流产 助产",
        "ja": "妊娠 妊婦 出産 産休 不妊 体外受精 流産 助産師 産婦人科 おめでた 身ごもっ",
    },
    "illness": {
        "de": """
            krebs krebs* tumor* chemo* bestrahlung* parkinson* multiple|sklerose epilep* neurolog*
            biopsie* gewebeprobe* onkolog* unheilbar* schwerkrank schwer|krank todkrank diagnose*
            herzinfarkt
            schlaganfall hiv dialyse demenz bösartig* zittern zittert nervenarzt kardiolog*
            leukämie herzkrank* metastas* brustkrebs chronisch|krank
            """,
        "fr": """
            cancer* tumeur* chimio* radiothérapie parkinson* sclérose épilep* neurolog* biopsie*
            oncolog* incurable* diagnosti* infarctus avc vih séropositi* dialyse démence
            tremblement* tremble maladie|grave gravement|malade leucémie maladie|incurable
            atteint|de|la|maladie atteinte|de|la|maladie cardiaque
            """,
        "es": """
            cáncer tumor* quimio* radioterapia parkinson* esclerosis epilep* neurólog* biopsia*
            oncólog* oncolog* incurable* diagnostic* diagnóstico infarto ictus vih seropositiv*
            diálisis demencia temblor* enfermedad|grave gravemente|enferm* leucemia
            """,
        "it": """
            cancro tumore* tumori chemio* radioterapia parkinson* sclerosi epiless* neurolog*
            biopsia* biopsie oncolog* incurabile diagnos* diagnostic* infarto ictus hiv
            sieropositiv* dialisi demenza tremore gravemente|malat* malattia|grave leucemia
            """,
        "pt": """
            cancro câncer tumor* quimio* radioterapia parkinson* esclerose epilep* neurolog*
            biópsia* biopsia* oncolog* incurável diagnóst* diagnostic* enfarte infarto avc vih
            seropositiv* diálise demência tremor* doença|grave gravemente|doente leucemia
            """,
        "nl": """
            kanker* tumor* chemo* bestraling parkinson* multiple|sclerose epilep* neurolo* biop*
            oncolo* ongeneeslijk* diagnose* hartinfarct beroerte hiv dialyse dementie
            ernstig|ziek trilt trillen leukemie borstkanker
            """,
        "pl": """
            rak raka rakiem nowotw* guz* chemi* radioterap* parkinson* stwardnieni* padaczk*
            neurolog* biops* onkolog* nieuleczaln* zdiagnozowan* diagnoz* zawał* udar* hiv
            dializ* demencj* drżeni* drży ciężko|chor* białaczk*
            """,
        "zh": """
            癌 肿瘤 腫瘤 化疗 化療 帕金森 活检 活檢 癫痫 癲癇 绝症 絕症 确诊 確診 白血病 透析
            艾滋病 多发性硬化
            """,
        "ja": """
            癌 がん 腫瘍 抗がん剤 化学療法 パーキンソン 生検 てんかん 白血病 透析 難病 診断 認知症
            脳神経
            """,
    },
    "mind": {
        "de": """
            depress* depressiv* psychiat* psychother* psychisch* burnout burn-out panikattacke*
            suizid* selbstmord* nervenzusammenbruch magersucht bipolar
            """,
        "fr": """
            dépress* dépression psychiatr* psychothér* burn-out crise*|de|panique suicid*
            anorexi* bipolaire
            """,
        "es": """
            depresi* depresión psiquiátr* psiquiatr* psicoterap* crisis|de|pánico
            ataques|de|pánico suicid* anorexia bipolar
            """,
        "it": """
            depress* psichiatr* psicoterap* esaurimento attacchi|di|panico suicid* anoressia
            bipolare
            """,
        "pt": """
            depress* depressão psiquiatr* psiquiátr* psicoterap* esgotamento
            ataques|de|pânico suicíd* suicid* anorexia bipolar
            """,
        "nl": "depress* psychiat* psychother* burn-out paniekaanval* zelfmoord* suïcid* anorexia",
        "pl": "depresj* psychiatr* psychoter* wypaleni* samobój* załamani* anoreksj*",
        "zh": "抑郁 抑鬱 精神科 心理医生 自杀 自殺 焦虑症 焦慮症 躁郁",
        "ja": "うつ病 鬱病 精神科 心療内科 自殺 適応障害 パニック障害 双極性",
    },
    "drink": {
        "de": """
            alkoholi* alkoholabhängig* alkoholproblem* trinkt|zu|viel suchtklinik entzug* süchtig
            sucht suchtkrank* trocken|seit drogen* kokain heroin rückfällig anonymen|alkoholiker
            abhängig|von
            """,
        "fr": """
            alcooli* désintoxication cure|de toxicoman* drogue* cocaïne héroïne dépendan* sevrage
            rechute*
            """,
        "es": """
            alcohólic* alcoholismo desintoxicación adict* adicción drogas cocaína heroína recaída
            sobri*
            """,
        "it": """
            alcolist* alcolismo alcolizzat* disintossica* tossicodipenden* dipendenza droga
            cocaina eroina ricaduta sobri*
            """,
        "pt": """
            alcoólic* alcoólatra alcoolismo desintoxicação dependência viciad* vício drogas
            cocaína heroína recaída sóbri*
            """,
        "nl": "alcoholi* alcoholverslav* verslaafd* verslaving* afkick* drugs cocaïne heroïne",
        "pl": "alkoholi* uzależni* odwyk* narkoty* narkoman* kokain* heroin* trzeźw*",
        "zh": "酗酒 酒瘾 酒癮 戒酒 戒毒 吸毒 毒瘾 毒癮",
        "ja": "アルコール依存 断酒 薬物 依存症 麻薬 禁酒",
    },
    "gambling": {
        "de": """
            glücksspiel* spielsucht spielsüchtig* spielschulden verspielt spielbank* kasino* casino*
            spielhalle* wettschulden wettbüro* wettsucht verzockt zockt
            """,
        "fr": """
            casino* jeux|d'argent jeu|d'argent joueur|compulsif joueuse|compulsive paris|sportifs
            """,
        "es": "ludópat* ludopatía casino* apuestas apostó apostado juego|patológico tragaperras",
        "it": "ludopat* ludopatia casinò scommess* gioco|d'azzardo giocatore|d'azzardo",
        "pt": """
            ludopat* casino* cassino* apostas apostou jogo|patológico vício|do|jogo jogos|de|azar
            """,
        "nl": "gokken gokt gokverslav* gokschuld* casino* vergokt gokprobleem*",
        "pl": "hazard* kasyn* bukmacher* zakład*|bukmacher* przegrał* przegrywa",
        "zh": "赌博 賭博 赌场 賭場 赌瘾 賭癮 赌债 賭債",
        "ja": "ギャンブル 賭博 カジノ 賭け事 パチンコ 競馬",
    },
    "debt": {
        "de": """
            schulden schuldner* verschuld* überschuld* gläubiger* insolven* privatinsolvenz
            lohnpfändung pfänd* gepfändet gerichtsvollzieher* schuldenplan ratenzahlung
            schuldenberat* zwangsvollstreck*
            """,
        "fr": """
            dettes créancier* surendett* endett* saisie|sur huissier* faillite plan|de|redressement
            insolvab* saisie-arrêt
            """,
        "es": """
            deudas acreedor* endeud* insolven* embargo|de embarg* bancarrota moros* préstamo
            plan|de|pagos
            """,
        "it": """
            debiti debito creditor* indebit* insolven* pignora* fallimento ufficiale|giudiziario
            piano|di|rientro
            """,
        "pt": """
            dívidas dívida credor* endivid* insolv* penhora* falência oficial|de|justiça
            plano|de|pagamento*
            """,
        "nl": """
            schulden schuldeiser* schuldsanering loonbeslag beslag|op deurwaarder* failliet*
            schuldhulp* afbetaling*
            """,
        "pl": """
            dług długi długów długami długu zadłuż* wierzyciel* komornik* niewypłacaln* upadłoś*
            oddłuż* zajęci*
            """,
        "zh": "债务 債務 欠债 欠債 负债 負債 债主 債主 破产 破產 还债 還債 债权人 債權人",
        "ja": "借金 債務 債権者 破産 差し押さえ 多重債務 自己破産",
    },
    "crime": {
        "de": """
            vorbestraft vorstrafe* verurteil* gefängnis* haft haftstrafe gesessen diebstahl
            gestohlen schmugg* geschmuggelt straftat* jugendgericht* jugendrichter* jugendstrafe
            schuldig|gesprochen bewährung
            strafregister betrug unterschlag* einbruch
            """,
        "fr": """
            condamn* prison casier vol|de contreband* sursis incarcér* tribunal|pour|enfants
            délinquan* emprisonn* détention escroquerie
            """,
        "es": """
            conden* cárcel prisión antecedentes|penales contraband* robo robó robar juzgado|de
            libertad|condicional delincu* delito* preso estafa
            """,
        "it": """
            condann* carcere prigione precedenti|penali contrabband* furto rubato rubò
            tribunale|per|i|minorenni reato reati truffa galera
            """,
        "pt": """
            conden* cadeia prisão antecedentes|criminais contraband* furto roubo roubou
            tribunal|de|menores crime preso cadastro burla
            """,
        "nl": """
            veroordeel* gevangenis* strafblad smokkel* gesmokkeld diefstal gestolen celstraf
            kinderrechter jeugdrechter voorwaardelijk*
            """,
        "pl": """
            skazan* więzieni* wyrok* przemyt* kradzież* ukradł* karan* sąd*|dla|nieletnich
            odsiedział* kryminal* przestępst*
            """,
        "zh": "坐牢 监狱 監獄 判刑 前科 走私 盗窃 盜竊 犯罪 定罪 少年法庭 服刑",
        "ja": "前科 有罪 刑務所 服役 密輸 窃盗 逮捕 犯罪 少年院 判決 懲役",
    },
    "affair": {
        "de": "affäre* geliebte* fremdgeh* untreu* seitensprung* liebschaft verhältnis|mit betrügt",
        "fr": "liaison|avec maîtresse amant* infidèle* infidélité adultère trompe|sa trompe|son",
        "es": "amante* infiel* infidelidad adulterio aventura|con engaña|a",
        "it": "amante* infedel* tradimento relazione|extraconiugale tradisce adulterio",
        "pt": "amante* infiel infidelidade adultério caso|com trai|a traindo",
        "nl": "affaire minnares minnaar overspel vreemdgaan gaat|vreemd ontrouw",
        "pl": "romans* kochan* zdrad* niewiern*",
        "zh": "婚外情 外遇 出轨 出軌 情人 情妇 情婦 偷情",
        "ja": "不倫 浮気 愛人",
    },
    "parting": {
        "de": "scheid* geschieden sorgerecht trennung getrennt|von trennt|sich unterhalt",
        "fr": """
            divorc* séparation séparé|de séparée|de garde|des|enfants pension|alimentaire
            se|sépare
            """,
        "es": "divorci* separación separado|de separada|de custodia pensión|alimenticia se|separa",
        "it": "divorzi* separazione separat*|da affidamento|dei si|separa alimenti",
        "pt": "divórci* divorci* separação separado|de separada|de guarda|dos|filhos se|separa",
        "nl": "scheiding gescheiden echtscheiding voogdij alimentatie gaat|scheiden",
        "pl": "rozwod* rozwód rozwieść separacj* alimenty alimentów",
        "zh": "离婚 離婚 分居 抚养权 撫養權",
        "ja": "離婚 別居 親権 慰謝料",
    },
    "leaving": {
        "de": """
            bewerbung* beworben bewirbt|sich vorstellungsgespräch* neue|stelle neuen|job
            kündigung kündigen stellenangebot headhunter*
            """,
        "fr": """
            entretien|d'embauche candidature démission* nouvel|emploi offre|d'emploi
            chasseur|de|têtes
            """,
        "es": """
            entrevista|de|trabajo oferta|de|trabajo nuevo|trabajo nuevo|empleo renunci* dimit*
            dimisión
            """,
        "it": "colloquio|di|lavoro offerta|di|lavoro nuovo|lavoro dimission* dimettersi",
        "pt": "entrevista|de|emprego oferta|de|emprego novo|emprego demissão demitir-se",
        "nl": "sollicit* nieuwe|baan ontslag|nemen neemt|ontslag baanaanbod",
        "pl": "rozmow*|kwalifikacyjn* nowej|pracy nową|pracę wypowiedzeni* ofert*|pracy",
        "zh": "跳槽 辞职 辭職 面试 面試 求职 求職 猎头 獵頭 新工作",
        "ja": "転職 退職 辞職 面接 求職 辞表 内定",
    },
    "papers": {
        "de": """
            aufenthalts* asyl* abschieb* abgeschoben arbeitserlaubnis visum einwander* flüchtling*
            """,
        "fr": "titre|de|séjour asile expuls* sans-papiers permis|de|travail immigr* réfugié*",
        "es": """
            permiso|de|residencia permiso|de|trabajo asilo deport* indocumentad* inmigr*
            sin|papeles
            """,
        "it": "permesso|di|soggiorno permesso|di|lavoro asilo espuls* clandestin* immigra*",
        "pt": """
            autorização|de|residência visto|de asilo deport* indocumentad* imigra* sem|documentos
            """,
        "nl": "verblijfsvergunning* asiel* uitzett* uitgezet werkvergunning immigra*",
        "pl": "zezwoleni*|na|pobyt azyl* deport* imigr* wiz* nielegaln*",
        "zh": "签证 簽證 居留 难民 難民 遣返 非法移民 庇护",
        "ja": "在留資格 ビザ 難民 強制送還 不法滞在 就労許可 亡命",
    },
    "orientation": {
        "de": """
            schwul* lesbisch bisexuell homosexuell* transsexuell* transgender geschlechtsangleich*
            """,
        "fr": "homosexuel* lesbienne gay bisexuel* transgenre transsexuel*",
        "es": "homosexual* lesbiana gay bisexual* transgénero transexual*",
        "it": "omosessual* lesbica gay bisessual* transgender transessual*",
        "pt": "homossexua* lésbica gay bissexua* transgénero transexua*",
        "nl": "homoseksu* lesbisch* biseksu* transgender transseksu*",
        "pl": "homoseksu* lesbijk* gejem gej biseksu* transpłciow*",
        "zh": "同性恋 同性戀 双性恋 变性 出柜 出櫃",
        "ja": "同性愛 ゲイ レズビアン 性転換 トランスジェンダー",
    },
    "parentage": {
        "de": "adoptiert* adoption* vaterschaft* uneheliche* leibliche*|vater leibliche*|mutter",
        "fr": "adopté adoptée adoption paternité père|biologique mère|biologique enfant|caché",
        "es": "adoptad* adopción paternidad padre|biológico madre|biológica hij*|ilegítim*",
        "it": "adottat* adozione paternità padre|biologico madre|biologica figli*|illegittim*",
        "pt": "adotad* adoptad* adoção paternidade pai|biológico mãe|biológica",
        "nl": "geadopteerd adoptie vaderschap* biologische|vader biologische|moeder",
        "pl": "adoptow* adopcj* ojcostw* biologiczn*|ojciec biologiczn*|matk* nieślubn*",
        "zh": "收养 收養 领养 領養 私生子 亲子鉴定 親子鑑定 生父 生母",
        "ja": "養子 隠し子 実の父 実の母 親子鑑定",
    },
    "violence": {
        "de": """
            häusliche*|gewalt frauenhaus misshand* vergewaltig* stalk* schlägt|sie kontaktverbot
            """,
        "fr": """
            violences|conjugales violence|conjugale battue viol violée harcèle*
            ordonnance|de|protection
            """,
        "es": """
            violencia|doméstica violencia|de|género maltrat* violad* violación
            orden|de|alejamiento
            """,
        "it": "violenza|domestica maltratt* violenta* stupr* stalking ordine|restrittivo",
        "pt": "violência|doméstica maus-tratos violad* estupr* abusad* medida|protetiva",
        "nl": "huiselijk|geweld mishandel* verkracht* stalk* blijf-van-mijn-lijf contactverbod",
        "pl": "przemoc*|domow* przemoc*|w|rodzinie zgwałc* gwałt* stalk* znęca*",
        "zh": "家暴 家庭暴力 虐待 强奸 強姦",
        "ja": "家庭内暴力 虐待 性的暴行 接近禁止 ストーカー",
    },
    "learning": {
        "de": "legasthen* analphabet* autis* gehörlos taub schwerhörig erblind* hörgerät",
        "fr": "dyslexi* illettr* analphab* autis* sourd* malentendant* aveugle",
        "es": "disléxi* dislexia analfabet* autis* sord* ciego ciega",
        "it": "dislessi* analfabet* autis* sordo sorda cieco cieca",
        "pt": "disléxi* dislexia analfabet* autis* surdo surda cego cega",
        "nl": "dyslec* dyslexie analfabe* laaggeletterd* autis* doof slechthorend blind",
        "pl": "dysleks* analfabet* autyzm* autysty* głuch* niewidom*",
        "zh": "阅读障碍 文盲 自闭症 自閉症 失聪 失明",
        "ja": "失読症 識字 自閉症 難聴 失明 発達障害",
    },
    "pretence": {
        "de": """
            gefälscht*|zeugnis* gefälscht*|diplom* ohne|abschluss kein|abschluss nie|abgeschlossen
            """,
        "fr": "faux|diplôme sans|diplôme diplôme|falsifié",
        "es": "título|falso sin|título diploma|falso",
        "it": "laurea|falsa falsa|laurea senza|laurea titolo|falso",
        "pt": "diploma|falso sem|diploma licenciatura|falsa",
        "nl": "vals|diploma geen|diploma zonder|diploma",
        "pl": "fałszyw*|dyplom* sfałszowan* bez|dyplomu",
        "zh": "假学历 假文凭 假文憑 学历造假",
        "ja": "学歴詐称 経歴詐称 偽の学位",
    },
}
"""By matter and language."""
