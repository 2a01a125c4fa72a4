"""The words of everyday and office English: to share them with a text says nothing."""

from functools import lru_cache

_LISTED = """
    a able about above absence absent accept accepted access according account accounts across act
    action actually add added address after afternoon afternoons again against age agenda ago agree
    agreed agreement ahead air all allow allowed almost alone along already also although always am
    among amount an and announce announced announcement annual another answer answered answering
    answers any anybody anyone anything anyway apart appear apply appointment approach approval
    approve approved archive are area arm around arrange arranged arrangement arrive arrived as ask
    asked asking asks at attach attached attachment attention attic available average aware away
    awful back background bad bag balance bank bar base based basic be bear became because become
    bed been before begin beginning begins behind being believe below beside best better between
    beyond big bill bit black blank blue board body book booked books boss both bother bottom box
    boxes boy break breakfast brief briefly bring bringing brings broke broken brother brought
    budget build building built business busy but buy by cake calendar call called calling calls
    calm came can cannot can't car card care careful case cases catch cause center central certain
    certainly chair chance change changed changes changing charge chat cheap check checked checks
    child children choice choose circle city class clean clear cleared clearly client clients close
    closed closes code coffee cold colleague colleagues collect color column come comes coming
    comment committee common company complete completely concern concerned concerns confidence
    confidential confirm confirmed connection consider contact contain content contract
    conversation copied copies copy corner correct corrected cost costs could council count counted
    country couple course cover cross cup current customer customers cut daily dark data date dates
    daughter day days dead deal dear decide decided decides decision deep delay delete deliver
    delivered delivery department depend desk detail details did didn't difference different
    difficult dinner direct direction directly director discuss dish do document documents does
    doesn't doing done don't door double doubt down draft drafts draw drawer dress drink drive
    drop dry due during duty each ear earlier early easier easily east easy eat edge effect eight
    either eleven else email emails employee employees empty end ended ends engineer enough enter
    entered entry envelope errand especially even evening evenings event ever every everybody
    everyone everything exact exactly example except exchange expect expected experience explain
    explained eye eyes face fact fair fall false family far fast father favor favour fear feel feels
    feet fell felt few fifteen fifty figure figures file filed files fill final finally find fine
    finger finish finished fire firm first fit five fix fixed flat floor folder follow followed
    following follows food foot for force forget forgot form former forty forward forwarded found
    four free fresh friday fridays friend friendly friends from front full fully further future gave
    general get gets getting girl give given gives giving glad glass go goes going gone good got
    grateful great green greetings grey ground group grow guess had half hall hand handbook handle
    handled hands happen happened happens happy hard has have haven't having he head hear heard
    hears heart heavy held hello help helped helps her here hers herself he's hi hide high him
    himself his history hold holding holds hole holiday holidays home honest hope hot hour hours
    house how however human hundred hurry husband i i'd idea if ill i'll i'm imagine important in
    include included indeed inform information inside instead interest into invoice invoices is
    isn't issue it item items its it's itself i've job join joined just keep keeping keeps kept key
    kind kindly knew know knowing known knows lady large last late lately later law lead leader
    leadership learn leave leaves leaving left legal less let lets letter letters level library
    lie life lift light like line lines list lists little live lives living local lock locked long
    longer look looked looking looks lose lost lot loud love low lower lunch machine made mail
    mailbox mails main make makes making man manage management manager many march mark marked may
    maybe me mean meaning means meant meet meeting meetings member members memory men mention
    mentioned message messages middle might mind mine minute minutes miss missing mistake moment
    monday mondays money month months more morning mornings most mother move moved moving mr mrs ms
    much must my myself name named names near nearly necessary need needed needs neither never new
    news next nice night nights nine no nobody noise none noon nor normal north not note notes
    nothing notice november now number numbers of off offer office officer often oh ok okay old on
    once one ones only open opened opens option or order orders ordinary organize other others our
    ours ourselves out outside over own owner page pages paid paper papers parcel part particular
    parts pass passed past patient pay paying payment pays payroll people per perhaps person
    personal personally personnel phone photo pick picked picture piece place placed places plain
    plan planned planning plans play please point points poor position possible post pound pounds
    practical practice prefer prepare prepared present press pretty price print private probably
    problem process project promise promised proper properly proposal protect public pull put puts
    putting question questions quick quickly quiet quietly quite quote raise ran rang rather re
    reach reached read reader reading reads ready real really reason reasons receive received
    recent recently record records red regard regards register relevant remain remains remember
    remind reminder remove removed repeat reply report reported reports request requests require
    required reserved response responsible rest result results return review right ring rings risk
    road role room rooms round row rule rules run running runs said same sat saturday saturdays save
    saved saw say saying says scan schedule scheduled school screen search second secret section
    see seeing seem seems seen sees sell send sender sending sends sense sent separate september
    serious seriously serve served service set sets setting seven several shall share shared she
    sheet shelf short shortly should show showed shown shows shut sick side sign signature signed
    signs silent silly simple simply since sincerely single sister sit site sits sitting six size
    sleep slow slowly small so soft some somebody someone something sometimes somewhere son soon
    sooner sorry sort sound south space speak speaking special specific spend spoke spoken spring
    staff stage stairs stand standing stands start started starting starts state statement stay
    stayed staying stays step still stood stop stopped stops store story straight street strong
    stuff subject such suddenly suggest suggestion summer sunday sundays supply support suppose
    sure surprise system table take taken takes taking talk talked talking talks task tax tea team
    telephone tell telling tells ten term terms test text than thank thanks that that's the their
    them themselves then there therefore these they they're thing things think thinking thinks
    third this those though thought thousand three through thursday thursdays till time times tired
    title to today together told tomorrow tone tonight too took top total touch toward towards town
    track train travel treat tried trip trouble true trust truth try trying tuesday tuesdays turn
    turned turns twelve twenty twice two type under understand understood unit unless until up upon
    upset us use used useful user uses using usual usually very view visit voice wages wait waited
    waiting walk wall want wanted wants warm warn was wash wasn't watch water way ways we weather
    wednesday wednesdays week weekend weekly weeks weight welcome well went were we've what whatever
    when where whether which while white who whoever whole whom whose why wide wife will win window
    winter wish with within without woman women wonder won't word words wore work worked worker
    working works world worried worries worry worse worst worth would wouldn't write writes writing
    written wrong wrote year years yellow yes yesterday yet you young your yours yourself zero
    carry carries carried plain hospital
    january february april june july august october december jan feb mar apr jun jul aug sep sept
    oct nov dec
    committee contracts colleague's consultant copies costs deputy desk's draft engineer's export
    import imports migration oversight policy replacement server shutdown software switch upgrade
    vendor vendors version
"""


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Return the words, folded."""
    return frozenset(_LISTED.split())
