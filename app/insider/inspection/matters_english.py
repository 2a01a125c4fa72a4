"""The words of private matters in English; see ``matters``."""

ENGLISH: dict[str, tuple[str, str]] = {
    "child": (
        """
        pregnan* is|expecting expecting|a|baby expecting|a|child expecting|twins having|a|baby
        having|twins have|a|baby midwi* obstetric* gynecolog* gynaecolog* antenatal prenatal
        trimester miscarr* maternity paternity|leave parental|leave ivf fertility embryo*
        heartbeat ultrasound sonogram morning|sickness pram prams pushchair stroller
        baby|bump her|bump family|way eating|for|two with|child mother-to-be mother|to|be
        surrogac* surrogate insemination conceive conceived donor|egg* newborn birth|plan
        nappies diapers folic cradle stork crib expectant godparent* mat|leave
        maternity|clothes maternity|cover layette birthing contractions labour|ward
        delivery|room fertilised egg|collection egg|retrieval sperm|donor donor|sperm cervix
        uterus gestation foetus fetus amnio* pregnant knocked|up stretch|marks babymoon
        christening         """,
        """
        baby babies due expecting scan scans clinic hospital hormone* injection* doctor*
        white|coat* nursery second|try second|round third|try cot cots birth godmother
        godfather trying|for gynae weeks|along months|along leave|of|absence little|one
        new|arrival addition flowers child deliver* third|month fourth|month fifth|month
        second|child first|child half|a|year good|news happy|event happy|news congratulat*
        showing kicks parent parents mother father mum dad womb implant* heavy|lifting weeks
        week|twelve week|twenty alcohol-free swollen kicking growing|family
        extend|the|family grandmother grandfather grandchild grandparents name|for|it
        boy|or|girl girl|or|boy knit* knitting wool tiny|socks booties bootees
        crying|at|night sleepless|nights cravings vitamins nausea sick|in|the|morning
        bigger|chair sit|down|more needles needle embryologist gynaecologist twins attempt
        attempts cycles third|round last|round spring|baby summer|baby next|summer crèche
        creche childcare very|small hands|full three|of|them four|of|them not|alone|in
        tight|trousers loose
        """,
    ),
    "illness": (
        """
        cancer* tumour* tumor* biops* oncolog* chemo* radiotherap* carcinoma leukemia
        leukaemia lymphoma melanoma malignan* metasta* multiple|sclerosis parkinson* epilep*
        seizure* hiv hepatitis dialysis neurolog* cardiolog* rheumatolog* hematolog*
        haematolog* heart|attack heart|failure had|a|stroke transplant terminal*|ill*
        incurabl* degenerat* dementia alzheimer* huntington* motor|neurone crohn* lupus
        diabet* sclerosis mastectom* mammogram* heart|condition progressive|disease
        chronic|illness seriously|ill gravely|ill lymph remission prognosis pacemaker
        bypass|operation colostomy stoma tremor* shaking|hand shaky|hand shaky|hands
        hand*|shak* trembl* stammer*
        autoimmune arthritis hospice kidney liver|disease oncology radiation|therapy
        white|blood platelets marrow bone|marrow metastatic stage|two stage|three stage|four
        palliative terminally mri|scan pancrea* prostate|cancer cystic|fibrosis
        muscular|dystrophy copd emphysema cirrhosis angina aneurysm stent stents
        valve|replacement fibromyalgia endometriosis hysterectomy vasectomy lesion* polyp
        polyps cyst cysts nodule* insulin pump|for|diabetes blood|sugar virus|load
        antiretroviral* positive|test tested|positive glaucoma retina macular
        cataract|in|his cataract|in|her never|get|better not|get|better days|are|numbered
        months|to|live not|long|to|live chemotherapy
        """,
        """
        doctor* physician* white|coat* consultant specialist* hospital* clinic* ward
        diagnos* treatment* treated therap* physio* tablets pills medication medicine*
        surgery surgeon* operation operated illness ill sick sickness disease* disorder
        symptom* scan scans mri ct|scan x-ray* test|results blood|test* lump health
        condition relapse* patient patients nurse nurses infusion* drip dose doses wig hair
        unwell recover* convalesc* side|effects breast prostate bowel lung lungs brain
        nervous|system prescri* appointment* medical check-up incur* dropp* fatigue
        blackout* fainted fainting walking|stick wheelchair benign second|opinion
        waiting|for|the|result* lab|result* screening limp* numb numbness shake shakes shaky
        handwriting tube tubes drips bald hairless scarf thinner lost|weight weak weaker
        weakness dizzy dizziness collapsed ambulance emergency|room a&e intensive|care
        waiting|room sample samples results doctor's doctors' hospital's body bodies blood
        vein veins kidney* liver pancreas stomach thyroid skin mole lesion shadow spot|on
        trembling unsteady cane crutch* balance slurred memory forgets forgetting forgetful
        eyesight vision infection virus immune chronic recovery rehab rest|at|home good|days
        bad|days side-effects every|three|weeks infus* pump inject* injects cure cures cured
        healed heal pain pains painkiller* morphine grave|illness fight|it fighting|it
        beat|it survive survival will|to|live testament
        """,
    ),
    "mind": (
        """
        depress* psychiatr* psycholog* psychother* burnout burn-out burned|out burnt|out
        panic|attack* nervous|breakdown mental* suicid* bipolar schizophren* psychosis
        antidepress* self-harm* eating|disorder anorexi* bulimi* post-traumatic ptsd
        own|life kill|himself kill|herself lithium prozac sectioned self|harm panic|disorder
        obsessive|compulsive ocd insomnia mental|health therapy|sessions nervous|collapse
        tried|to|end electroshock psych|ward took|an|overdose
        """,
        """
        anxiety anxious therap* therapist counsell* counselor counseling breakdown clinic
        hospital ward tablets pills medication treatment collaps* trauma* doctor panic
        exhaust* overdose crisis leave|of|absence signed|off couch therapy hour|with cry
        cries crying tears cried nightmares nightmare night|terrors dread despair hopeless
        fear|of afraid|of black|dog low|mood mood moods stress burnt burned out|of|bed
        get|up get|out|of|bed talks|to|somebody talks|to|someone rest|cure retreat
        sanatorium razor scars sleepless sleeping|pills
        tranquil* sedat* voices broke|down break|down breaks|down pull|himself|together
        """,
    ),
    "drink": (
        """
        alcoholi* alcohol|problem drinking|problem drink|problem problem|with|drink*
        drinks|too|much drinking|again rehab rehabilitation detox* sober* sobriety anonymous
        overdos* heroin cocaine opioid* addict* methadone painkiller|habit drug|habit
        drug|problem drug|abuse substance* hangover* drunk dries|out dry|out drying|out
        on|the|bottle hits|the|bottle off|the|bottle off|the|wagon on|the|wagon twelve|step
        dependency|clinic withdrawal aa|meeting aa|meetings al-anon dipsomani* teetotal
        since|last|drink last|drink drinker drunken intoxicat* liquor|cabinet cirrhosis
        amphetamine* crack|cocaine dealer needle|exchange naloxone oxycontin oxycodone
        vicodin valium benzodiazepin* ketamine cannabis|every
        """,
        """
        drink* alcohol bottle* clinic meeting meetings group support|group circle recovery
        recovering relaps* treatment chip sponsor programme program pub wine vodka
        whisky whiskey spirits pills drugs habit dependen* craving* therap* twelve|steps
        days|without years|without months|without glass glasses drop|since touched|a|drop
        not|touched|a|drop bar beer gin rum schnapps champagne toast toasts sober dry
        temptation tempt* cellar liver breath smell|of smells|of mints mouthwash days|clean
        months|clean clean|since count|the|days counts|the|days counting|days first|names
        higher|power chairs twelve steps flask thermos shakes shaking residential facility
        farm stay|in|a|clinic powder needle* syringe* dose
        """,
    ),
    "gambling": (
        """
        gambl* casino* bookmaker* bookie* betting|shop* betting slot|machine* fruit|machine*
        roulette blackjack wager* racetrack race|track sports|bets online|bets poker horses
        placed|a|bet place|bets self-exclu* addict* baccarat jackpot tipster bookmaking
        scratch|card* scratchcard* greyhound* dog|track the|races the|horses poker|debt*
        betting|account betting|app online|betting lost|at|cards cards|and|dice dice|table
        number|seventeen|wheel
        """,
        """
        bet bets savings group support|group circle recovery relaps* treatment programme
        program debt* owe owes lost|everything lost|all put|by put|aside stake stakes odds
        cards chips lottery winnings losing|streak gone|through lost|it|all house|money
        losses dice addiction meeting meetings self-help wheel machine|with|lights
        lights|and|levers lever fruit coin coins spin spins spun racing horse track jockey
        football|results luck lucky unlucky bankroll pot pots barred banned|from pawn*
        sold|his sold|her emptied empty|account joint|account university|fund college|fund
        nest|egg everything|they|had counts|the|days count|the|days first|names anonymous
        chairs meeting|on days|since weeks|since months|since
        """,
    ),
    "debt": (
        """
        creditor* insolven* bankrupt* debt|plan debt|counsel* debt|advi* debt|collector*
        debt|management debt|relief garnish* attachment|of|earnings wage|attachment bailiff*
        repossess* foreclos* overindebted in|debt deep|in|debt debts over|his|head
        voluntary|arrangement payday|loan* second|mortgage pawn* loan|shark* iva
        county|court|judg* behind|with|the|rent behind|on|the|mortgage money|troubles
        owes|money owing|money deducted|from|her deducted|from|his taken|from|her|wages
        taken|from|his|wages head|above|water paying|off|a pay|off|a repayment|plan
        paying|off payment|plan living|in|her|car living|in|his|car food|bank foodbank
        evict* homeless* can't|pay cannot|pay debtor* insolvency|register debt|register
        liquidat* receivership moneylender* garnished distraint distrain* court|order|for
        credit|rating bad|credit blacklist* bounced|cheque* consolidat*|loan debt|charity
        in|the|red red|letters brown|envelopes window|envelopes red|reminders loan|from|his
        loan|from|her living|on|credit cut|off|the maxed|out maxed underwater on|the|house
        a|lien liens sheriff marshal debt-free personal|bankruptcy chapter|7 chapter|13
        went|under went|bust
        """,
        """
        debt* owe owes owed owing loan* mortgage* pay|off pays|off paid|off instalment*
        installment* repay* arrears court wages salary earnings payslip every|month
        per|month monthly savings overdraft* guarantor signed|for money broke collect*
        lender* lend* borrow* deduct* rent final|notice advance advances bailed credit
        finances financial* trustee pounds euros dollars credit|card* judgment judgement
        seize* seizure enforcement sum sums first|of|the|month each|month month|by|month
        part|of|her|pay part|of|his|pay part|of|her|wages part|of|his|wages half|her|pay
        half|his|pay owned house|is|gone lost|the|house sold|the|house sold|the|car
        sold|her|car sold|his|car second|job poor poverty penniless skint cheque cheques
        bounced interest instal* settle settlement envelopes letters|from knocks knocking
        phone|calls backing co-signed cosigned co-sign vouched stood|surety surety brother's
        husband's ex-husband's loans lends lent tide|over hardship struggling can't|afford
        cannot|afford years|to|pay until|it|is|paid until|paid back|every
        """,
    ),
    "crime": (
        """
        convict* prison* jail* gaol criminal* suspended|sentence on|probation parole*
        arrested theft thefts thieving burglar* embezzl* smuggl* shoplift* youth|court
        juvenile behind|bars served|time did|time felon* indict* sex|offen* offender*
        manslaughter sealed|record inmate* drink-driving drunk-driving drunk|driving
        spent|conviction months|inside years|inside was|inside in|custody youth|offen*
        young|offen* robbery robbed stole stolen|goods forger* ex-convict ex-con spent|time
        did|nine did|two did|three years|in|prison cell|block warder guilty|plea
        pleaded|guilty found|guilty community|sentence tagged ankle|tag electronic|tag
        drug|dealing dealt|drugs pickpocket* car|thief joyrid* arson arsonist perjury
        bribery counterfeit* money|launder* contraband borstal reformatory
        juvenile|detention young|offender* criminal|past record|sealed no|clean|record
        rap|sheet mugshot assault|charge* bound|over acquit* murder* killed|a|man
        killed|someone hit|and|run
        """,
        """
        court courts record sentence* sentenced police sealed judge magistrate* charge*
        charged fine fined caution* offence offense guilty fraud served steal* stolen
        probation youth teenage* sixteen seventeen nineteen cell released background|check
        file community|service driving|ban expunged wiped settled lawyer bars handcuff*
        judge* courtroom dock|at jury barrister constable cops cop detective wild|youth
        as|a|boy as|a|girl as|a|young when|he|was when|she|was at|sixteen
        at|seventeen at|eighteen at|nineteen at|twenty younger long|ago years|ago
        twenty|years|ago thirty|years|ago customs border border|guard* took|what belonged|to
        helped|himself helped|herself till safe|of
        fine|of paid|the|fine community rehabilitat* paid|his|debt paid|her|debt
        off|the|record* old|story old|business file|closed erased clemency pardon*
        """,
    ),
    "affair": (
        """
        affair affairs adulter* mistress unfaithful infidel* extramarital lover lovers
        sleeping|with sleeps|with slept|with seeing|someone seeing|somebody love|letter*
        cheating cheated|on cheats|on fling in|bed|with love|child behind|his|wife's
        behind|her|husband's two-timing love|affair love|nest other|woman other|man
        carrying|on|with more|than|colleagues more|than|friends share|a|bed shared|a|bed
        sharing|a|bed same|bed same|room double|room spent|the|night nights|together
        romance|with bit|on|the|side on|the|side secret|lover illicit sweetheart tryst*
        rendezvous paramour
        """,
        """
        hotel relationship kiss* romantic* secretly together couple love loves wife husband
        weekend* room flirt* involved holding|hands dinners intimate more|than colleagues
        marriage married bed beds night nights weekend|away flat|above flowers perfume
        lipstick ring wedding wedding|ring passion heart|to embrac* embrace arms caress*
        touch* desire husband's wife's jealous* betray* two|of|them pair booked|as|mr
        overnight key|to|his key|to|her
        """,
    ),
    "parting": (
        """
        divorc* separated|from separation|from leaving|her|husband leaving|his|wife
        left|her|husband left|his|wife moved|out|of|the splitting|up split|up custody
        alimony marriage|is|over marriage|has|ended getting|divorced decree|nisi ex-wife
        ex-husband marriage|broke* marriage|guidance marriage|counsel* legally|separated
        divorcing divorcee family|court ending|their|marriage end|of|their|marriage
        marriage|ends end|of|his|marriage end|of|her|marriage moved|out|of|their
        no|longer|lives no|longer|live living|separately separated|since they|have|separated
        split|from walked|out|on left|him|for left|her|for maintenance|payments
        """,
        """
        separat* moved|out solicitor* lawyer* marriage flat settlement children house
        mediator mediation wife husband living|apart sofa couch broke|up over|between
        separate|ways new|flat papers maiden|name suitcase suitcases packed|his packed|her
        sleeps|at sleeping|at hotel spare|room guest|room brother's sister's mother's
        keys|back two|addresses new|address every|other|weekend weekends|with|the|children
        judge court papers|signed wedding|ring ring|off takes|his|ring marriages vows
        alone|now counsellor counsellors therapist maiden
        """,
    ),
    "leaving": (
        """
        job|interview* applied|for applying|for job|offer headhunter* head|hunter*
        recruiter* new|job handing|in|his handing|in|her hand|in|her hand|in|his job|search*
        job|hunt* looking|for|a|job looking|for|work resignation going|to|resign will|resign
        means|to|leave plans|to|leave wants|to|leave looking|elsewhere interviewing
        interviewed|at interviewed|with interviewed|for talks|with|a|competitor
        goes|to|a|competitor going|to|a|competitor going|over|to|a signed|with|a
        signed|elsewhere other|employer has|a|new|employer letter|of|resignation
        resignation|letter hand|in|notice giving|notice give|notice early|retirement
        send|out|cv sending|out|cv open|to|offers jump|ship jumping|ship one|foot|out
        """,
        """
        interview* application* applied offer competitor notice cv references resign*
        leaving elsewhere start|there position rival retir* quit quits interviewed
        new|employer successor poach* talks invited second|round final|round panel reference
        desk|will successor's farewell goodbye leaving|drinks replace|him replace|her
        last|day garden|leave salary package relocate relocat* moving|to move|to from|may
        recruiter linkedin profile
        """,
    ),
    "papers": (
        """
        visa visas residence|permit asylum deport* undocumented work|permit immigra*
        refugee* leave|to|remain overstay* naturalization naturalisation illegally
        illegal|alien stateless right|to|work tolerated|stay green|card without|papers
        work|visa student|visa expired|visa visa|expired stay|expired asylum|seeker
        removal|order deportation sans|papiers immigration tolerated false|papers
        forged|papers false|passport naturalised citizenship|application indefinite|leave
        sponsor*|licence pre-settled|status
        """,
        """
        permit* passport papers embassy consulate home|office application* expire* status
        border authorities appeal refused hearing renew* stay citizen* stamp papers|ran|out
        papers|run|out ran|out|in runs|out|in lapsed foreigner tribunal interview|at
        office|for lawyer sponsor sponsorship country homeland refuge fled flee interpreter
        fingerprints residence residency
        """,
    ),
    "orientation": (
        """
        gay lesbian bisexual homosexual* transgender transsexual* queer coming|out
        came|out|to out|of|the|closet transitioning gender|reassign* gender|dysphoria
        born|a|man born|a|woman trans|woman trans|man same-sex his|boyfriend her|girlfriend
        his|husband|and lives|with|a|man lives|with|a|woman sex|change assigned|male
        assigned|female deadname gender|clinic drag
        """,
        """
        boyfriend girlfriend partner transition* gender hormone* closet wife husband
        lives|with new|name pronoun* christened known|as|a lives|as partner's flatmate
        roommate pride rainbow wig dress man woman
        """,
    ),
    "parentage": (
        """
        adopted adoption adoptive paternity|test biological|father biological|mother
        birth|mother birth|father real|father real|mother foster|child illegitimate
        gave|up|a|child given|up|for|adoption dna|test secret|child out|of|wedlock
        half-brother half-sister adoptee birth|parents real|parents real|mother's
        natural|mother natural|father not|his|son not|his|daughter not|his|own|child
        not|her|own|child not|the|father sperm|donor stepfather|is stepmother|is changeling
        orphanage foundling secret|son secret|daughter lovechild love-child
        """,
        """
        child son daughter father mother sister brother family orphan* adopt* foster* agency
        birth paternity real|name born birth|certificate bore|her bore|him given|away
        raised|by brought|up|by grew|up|with resemblance own|child own|son own|daughter
        found|her found|him half|brother half|sister boy girl
        """,
    ),
    "violence": (
        """
        domestic|violence domestic|abuse abused abusive battered restraining|order
        women's|shelter women's|refuge beats|her beat|her hits|her hit|her stalk* raped rape
        sexual*|assault* molest* protection|order non-molestation|order injunction|against
        hit|by|her beaten|by beaten black|eye black|and|blue bruises|on fled|from|her
        fled|from|his violent|husband violent|partner hides|from hiding|from crisis|centre
        victim|support rape|crisis keeps|away|from|her non-contact exclusion|order
        barring|order
        """,
        """
        abuse violen* shelter refuge bruise* assault* harass* police court order afraid
        threatened hiding address escape* protect* husband partner ex-husband safe|house
        victim fist fists blows threat* locks changed|the|locks new|number secret|address
        moved|away safe scared frightened scar scars make-up sleeves sunglasses knife
        """,
    ),
    "learning": (
        """
        dyslex* cannot|read can't|read unable|to|read illitera* autis* adhd asperger* deaf
        hearing|aid* going|blind losing|his|sight losing|her|sight hearing|loss colour|blind
        color|blind never|learned|to|read word|blind word-blind letters|swim letters|dance
        read|aloud|to|him read|aloud|to|her reads|it|to|him reads|it|to|her dyscalcul*
        dyspraxi* tourette* stutter* macular hearing|aids lip-read* lip|read* cochlear
        half|deaf stone|deaf going|deaf partially|sighted registered|blind white|stick
        guide|dog colour-blind color-blind tunnel|vision
        """,
        """
        reading spelling literacy sight hearing eyes ears blind lessons class evening|class
        course spectrum diagnos* disab* impair* letters alphabet aloud dictate* dictates
        school remedial tutor course|for|adults ear eye loud louder left|side right|side
        whisper* shout* print large|print magnifi* glasses lens
        """,
    ),
    "pretence": (
        """
        never|finished|his never|finished|her fake|degree fake|diploma forged|degree
        false|qualification* no|degree without|a|degree bogus made|up|his|cv made|up|her|cv
        never|graduated moonlight* second|job never|sat|the|exam* not|a|real|doctor
        no|licen* struck|off dropped|out|of made|up|degree bought|his|degree
        bought|her|degree invented|degree lied|on|his lied|on|her padded|his|cv
        works|nights|at drives|a|taxi|at
        """,
        """
        degree diploma graduate* graduated qualification* university licence license
        certificate* false invent* cv exam exams failed thesis faculty college academy
        exam|results bought paper|mill framed wall|certificate title doctor drives|taxi taxi
        nights evenings bar|work side|job
        """,
    ),
}
"""By matter: its own words, and those near it."""
