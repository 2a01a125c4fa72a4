"""The words of everyday and office English: to share them with a text says nothing."""

from functools import lru_cache

_ANYWHERE = """
    about above across after afternoon again against agree agreed ahead allow allowed almost alone
    along already always among amount another answer answers anybody anyone anything around arrange
    arranged asked asking attached available aware because become before begin behind being believe
    below better between beyond board bring brought build building business called calls cannot
    carry certain change changed changes check checked clear close closed colleague colleagues comes
    coming company complete confidence confidential confirm confirmed contact copy could count
    course daily dates dear decide decided decision deep depend desk detail details difference
    different direct directly director doing doubt draft during each earlier early easy either email
    emails enough especially evening every everybody everyone everything exactly expect expected
    explain family feel felt figure figures file files final finally find first five folder follow
    following forget forward found four friday friend friends front further future general getting
    given gives giving going gone good great group half hand handle happen happened having hear
    heard hello help helped here herself himself hold holiday home hope hour hours house however
    human husband idea important include indeed inform information instead issue itself keep keeping
    kept kind kindly knew know knowing known knows large last late later learn leave leaving left
    letter letters level light like line list little local long longer look looked looking made mail
    mailbox mails main make makes making manage manager many maybe mean means meant meet meeting
    meetings mention mentioned message messages might mind minute minutes moment monday money month
    months more morning most move moved much must myself name names near nearly need needed needs
    neither never next nice night nobody none note notes nothing notice number numbers office often
    once only open order other others ourselves over page paid paper papers part pass passed people
    perhaps person personal place plain plan planned plans please point possible post prefer present
    private probably problem process promise proper public question questions quick quiet quietly
    quite rather reach read reading reads ready real really reason receive received record records
    regard regards remain report reported request rest result results return review right round
    rules said same saturday saying says schedule second secret seem seems seen send sends sense
    sent serious service set several shall share shared short should show shown side sign signed
    simple simply since sincerely single small some somebody someone something sometimes soon sorry
    sort speak spoke staff stand start started state stay stays still stop story straight such
    sunday support sure system table take taken takes taking talk talked team tell telling tells
    than thank thanks that their them themselves then there therefore these they thing things think
    thinking third this those though thought three through thursday till time times today together
    told tomorrow tonight took total toward towards trust truth trying tuesday turn under understand
    unless until using usual very wait waiting want wanted wants wednesday week weekend weeks well
    went were what whatever when where whether which while whole whom whose wife wish with within
    without wonder word words work worked working world worry would write writes writing written
    wrong wrote year years yesterday yours yourself
"""
_IN_LETTERS = """
    agent becomes began besides create entire extra gladly hardly inbox including likely managers
    matter matters ought silence various
"""
_IN_TEXTS = """
    a able absence absent accept accepted access according account accounts act action actually add
    added address afternoons age agenda ago agreement air all also although am an and announce
    announced announcement annual answered answering any anyway apart appear apply appointment
    approach approval approve approved apr april archive are area arm arrangement arrive arrived as
    ask asks at attach attachment attention attic aug august average away awful back background bad
    bag balance bank bar base based basic be bear became bed been beginning begins beside best big
    bill bit black blank blue body book booked books boss both bother bottom box boxes boy break
    breakfast brief briefly bringing brings broke broken brother budget built busy but buy by cake
    calendar call calling calm came can can't car card care careful carried carries case cases catch
    cause center central certainly chair chance changing charge chat cheap checks child children
    choice choose circle city class clean cleared clearly client clients closes code coffee cold
    colleague's collect color column come comment committee common completely concern concerned
    concerns connection consider consultant contain content contract contracts conversation copied
    copies corner correct corrected cost costs council counted country couple cover cross cup
    current customer customers cut dark data date daughter day days dead deal dec december decides
    delay delete deliver delivered delivery department deputy desk's did didn't difficult dinner
    direction discuss dish do document documents does doesn't don't done door double down drafts
    draw drawer dress drink drive drop dry due duty ear easier easily east eat edge effect eight
    eleven else employee employees empty end ended ends engineer engineer's enter entered entry
    envelope errand even evenings event ever exact example except exchange experience explained
    export eye eyes face fact fair fall false far fast father favor favour fear feb february feels
    feet fell few fifteen fifty filed fill fine finger finish finished fire firm fit fix fixed flat
    floor followed follows food foot for force forgot form former forty forwarded free fresh fridays
    friendly from full fully gave get gets girl give glad glass go goes got grateful green greetings
    grey ground grow guess had hall handbook handled hands happens happy hard has have haven't he
    he's head hears heart heavy held helps her hers hi hide high him his history holding holds hole
    holidays honest hospital hot how hundred hurry i i'd i'll i'm i've if ill imagine import imports
    in included inside interest into invoice invoices is isn't it it's item items its jan january
    job join joined jul july jun june just keeps key lady lately law lead leader leadership leaves
    legal less let lets library lie life lift lines lists live lives living lock locked looks lose
    lost lot loud love low lower lunch machine man management mar march mark marked may me meaning
    member members memory men middle migration mine miss missing mistake mondays mornings mother
    moving mr mrs ms my named necessary new news nights nine no noise noon nor normal north not nov
    november now oct october of off offer officer oh ok okay old on one ones opened opens option or
    orders ordinary organize our ours out outside oversight own owner pages parcel particular parts
    past patient pay paying payment payroll pays per personally personnel phone photo pick picked
    picture piece placed places planning play points policy poor position pound pounds practical
    practice prepare prepared press pretty price print project promised properly proposal protect
    pull put puts putting quickly quote raise ran rang re reached reader reasons recent recently red
    register relevant remains remember remind reminder remove removed repeat replacement reply
    reports requests require required reserved response responsible ring rings risk road role room
    rooms row rule run running runs sat saturdays save saved saw say scan scheduled school screen
    search section see seeing sees sell sender sending sep separate sept september seriously serve
    served server sets setting seven she sheet shelf shortly showed shows shut shutdown sick
    signature signs silent silly sister sit site sits sitting six size sleep slow slowly so soft
    software somewhere son sooner sound south space speaking special specific spend spoken spring
    stage stairs standing stands starting starts statement stayed staying step stood stopped stops
    store street strong stuff subject suddenly suggest suggestion summer sundays supply suppose
    surprise switch talking talks task tax tea telephone ten term terms test text that's the they're
    thinks thousand thursdays tired title to tone too top touch town track train travel treat tried
    trip trouble true try tuesdays turned turns twelve twenty twice two type understood unit up
    upgrade upon upset us use used useful user uses usually vendor vendors version view visit voice
    wages waited walk wall warm warn was wash wasn't watch water way ways we we've weather
    wednesdays weekly weight welcome white who whoever why wide will win window winter woman women
    won't wore worker works worried worries worse worst worth wouldn't yellow yes yet you young your
    zero
"""

COMMONPLACE = frozenset((_ANYWHERE + _IN_LETTERS).split())
"""Folded words that say nothing of a private matter in a letter; of five letters and more, most of
them: shorter ones never count there."""


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Return the words that say nothing in any text, folded."""
    return frozenset((_ANYWHERE + _IN_TEXTS).split())
