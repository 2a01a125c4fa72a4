"""Words of everyday business English, which say nothing of what a text is about."""

from functools import lru_cache

_WORDS = """
    about above according account across added addition admit after again against agree agreed
    all almost alone along already also although always among amount and another answer any anyone
    anything april are around arrange ask asked asks attach attached august available away back
    bank based because become been before begin being below best better between beyond bill board
    book both bring business but buy call called came can care carry case cause cent change check
    clear close closed come comes company complete concern confidential consider contact contract
    copies copy correct cost costs could cover customer daily date day days deal dear december
    decide decided decision deliver delivery detail details did different direct discuss document
    documents does doing dollars done down draft due during each early either else email end
    enough euros even ever every everybody everyone everything exact example expect fact fall
    far february few file files final find fine finish firm first five follow following for form
    forward forwarded found four free friday from full further gave general get give given goes
    going good got great group had half hand handle happen hard has have having head hear heard
    held hello help her here high him his hold home hope hour hours house how however hundred
    idea important include included information inside instead interest internal into issue item
    its itself january july june just keep kept key kind kindly know known large last late later
    lead learn least leave left less let letter level like limit line list little long look looked
    lost lot low made mail main make makes making manage management manager many march market
    matter may mean means meet meeting member message middle might million mind minute mistake
    monday money month months more morning most move moved much must name named near need needed
    needs never new news next night nine nobody none nor not note notes nothing november now number
    october off offer office often old once one only open opened opening order other others our out
    outside over own page paid paper papers part particular parts party past pay payment pays
    people per percent perhaps period permission person phone piece pieces place plan planned plans
    please point possible pounds present press price prices private problem process product project
    promise proper public put quarter question quick quite rather reach read ready real really
    reason receive received record regards reply report request rest result return review right
    room round rule run said same saturday save say says second section see seem seen sell send
    sense sent september serious serve service set seven several shall share she sheet short should
    show side sign signed simple since six small sold some somebody someone something soon sort
    speak special staff stand standard start started state stay step still stop store story subject
    such sum summer sunday support sure table take taken takes talk team tell ten term terms than
    thank thanks that the their them then there these they thing things think third this those
    though thousand three through thursday till time times title today together told tomorrow too
    took total toward towards trial try tuesday turn twelve two under understand unit units until
    upon use used using usual value very visit wait want wants warm was watch way wednesday week
    weekly weeks well went were what whatever when where whether which while who whoever whole whom
    whose why will winter wish with within without word words work worked working works world would
    write written wrong wrote year yearly years yes yesterday yet you your
"""


@lru_cache(maxsize=1)
def business_words() -> frozenset[str]:
    """Return them, folded."""
    return frozenset(_WORDS.split())
