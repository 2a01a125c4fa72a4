"""Words of private matters in other registers than ``matters_english`` has; see ``matters``.

As a lawyer, a doctor or a friend would say it: law, medicine, slang and idiom.
"""

REGISTERS: dict[str, tuple[str, str]] = {
    "child": (
        """
        in|the|family|way bun|in|the|oven baby|on|the|way little|one|on|the|way
        child|on|the|way assisted|conception assisted|reproduct* confinement|expected
        become|a|mother become|a|father becoming|a|mother becoming|a|father becoming|parents
        start|a|family starting|a|family eggs|frozen froze|her|eggs stillb* lost|the|baby
        lost|a|baby ectopic morning-sick* antenatal|class childbirth
        """,
        """
        conception carrying nursing spring|child baby|on maternal fatherhood motherhood
        parenthood scanned injected implantation tests|positive test|positive
        """,
    ),
    "illness": (
        """
        malignancy biopsied mammograph* breast|clinic disorder|of|movement movement|disorder
        wasting|disease hereditary|disease blood|disease heart|disease kidney|disease
        lung|disease neurodegenerat* seropositive not|curable cannot|be|cured no|cure
        lump|in a|lump
        """,
        """
        growth sampled histology specialist's physician's prognos* unsteadily tremble
        trembles worsen* get|worse gets|worse tissue ailing ailment malady invalid infirm*
        """,
    ),
    "mind": (
        """
        mood|disorder disorder|of|mood manic mania hypomani* delusion* hallucinat*
        borderline nervous|disorder personality|disorder mood|stabil* highs|and|lows
        ups|and|downs psychotropic not|himself|since agoraphob* phobia
        """,
        """
        episode episodes breakdown* melanchol* low|spirits flat dark|place
        """,
    ),
    "drink": (
        """
        drinking|habit drinks|heavily drank|heavily takes|drugs took|drugs on|drugs
        substance|misuse alcohol|misuse alcohol|dependen* drug|dependen* inebriat* boozing
        boozer bender* off|the|sauce on|the|sauce
        """,
        """
        booze boozy tipple tipsy dried|out drug cravings
        """,
    ),
    "gambling": (
        """
        games|of|chance betting|slip* wagered wagering staked|his staked|her at|the|tables
        at|cards one-armed|bandit* gaming|machine* gaming|addiction lost|at|the|races
        gamer's punter slots
        """,
        """
        staking staked tables gaming chance croupier punt flutter dissipated squander*
        frittered lost|the|lot lost|a|fortune
        """,
    ),
    "debt": (
        """
        judgment|creditor* judgment|debt* dock|her|pay dock|his|pay docked|from wages|docked
        money|judgment charging|order statutory|demand default|judgment in|default|on
        personal|guarantee over-indebted owes|the|bank owes|her owes|his
        individual|voluntary bankruptcy debt-ridden up|to|her|ears up|to|his|ears
        made|bankrupt
        """,
        """
        dock docks docked withheld intercepted dunned dunning dun judgment|against enforced
        lenders creditor indebted indebtedness insolvent solvent
        """,
    ),
    "crime": (
        """
        custodial custodial|term custodial|sentence criminal|conviction spent|convictions
        did|his|time did|her|time penal penitentiary bootleg* taken|without|consent joy-rid*
        larceny fraudster fraud|conviction served|a|sentence served|his|sentence
        served|her|sentence hard|labour under|arrest police|record criminal|damage
        incarcerat*
        """,
        """
        untaxed judged bench nicked dock trial tried convict jailed locked|up misdemeanour
        misdemeanor delinquen* arrest offences offender criminal|record inside|for
        time|inside
        """,
    ),
    "affair": (
        """
        love|triangle eloped elope clandestine having|relations intimate|with
        intimately|involved romantically more|than|a|colleague more|than|friendship
        another|man's another|woman's going|behind|her|back|with seeing|each|other
        seeing|a|married kept|woman in|love|with|somebody amour*
        """,
        """
        romance paramours tender embraced lovesick smitten liaison dalliance intimacy
        """,
    ),
    "parting": (
        """
        dissolution|of|marriage dissolution|of|the|marriage decree|absolute estranged
        matrimonial|proceedings petition|for|divorce ending|the|marriage irretrievabl*
        matrimonial
        """,
        """
        separating estrangement apart break-up breakup
        """,
    ),
    "leaving": (
        """
        tendered|his|resignation tendered|her|resignation tender|resignation
        signed|with|another taken|a|post|elsewhere
        """,
        """
        vacancy switching switch|employer
        """,
    ),
    "papers": (
        """
        unlawfully|present leave|to|enter immigration|status permit|lapsed overstayed
        naturalis* naturaliz* right|of|abode alien|register
        """,
        """
        abode nationality consular deported deport
        """,
    ),
    "orientation": (
        """
        same|sex gender|identity sexual|orientation came|out|as come|out|as transition|to
        changed|sex attracted|to|men attracted|to|women
        """,
        """
        pronouns identity
        """,
    ),
    "parentage": (
        """
        put|up|for|adoption given|away|at|birth biological|parent* natural|parent*
        born|out|of paternity|suit love|child unknown|father
        """,
        """
        sired fathered bore offspring
        """,
    ),
    "violence": (
        """
        assaulted|by|her assaulted|by|his beaten|by|her beaten|by|his knocked|about
        coercive|control spousal|abuse marital|abuse partner|abuse refuge|for|women
        sexual|abuse indecent|assault
        """,
        """
        beats beat batter cruelty battered
        """,
    ),
    "learning": (
        """
        reading|disorder learning|disab* learning|difficult* hard|of|hearing
        visually|impaired hearing|impair* sight|impair* loses|his|sight loses|her|sight
        word|blindness functionally|illiterate
        """,
        """
        illiteracy deafness blindness
        """,
    ),
    "pretence": (
        """
        false|credentials fabricated|his fabricated|her never|qualified not|qualified
        sham|degree purchased|degree stripped|of|his|title plagiar* under|a|false|name
        assumed|name false|identity
        """,
        """
        impostor imposter sham credentials
        """,
    ),
}
"""By matter: its own words, and those near it."""
