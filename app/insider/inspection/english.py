"""The English words and phrases that demand, threaten, promise and assure.

Each class of words has a letter; ``coercion`` reads sentences as strings of these letters. A word
alone decides nothing: what counts is how the classes stand together.
"""

from insider.inspection.speech import Speech

_KIN = """
wife husband spouse partner family children kids son daughter parents mother father sister brother
fiance fiancee dad mum mom
"""
KIN = frozenset(_KIN.split())
"""By whom somebody outside the firm is meant who is close to the one who is written to."""

ENGLISH = Speech.of(
    # Acts that are asked for.
    d="""
    cancel cancels canceled cancelled canceling cancelling stop stops stopped stopping halt
    halts halted postpone postpones postponed postponing delay delays delayed delaying defer
    deferred reconsider reconsidered reconsidering rethink rethought revisit abort aborted
    reverse reversed withdraw withdrawn withdrew suspend suspended revoke revoked pause paused
    extend extended veto vetoed block blocked prevent restore restored reinstate reinstated
    withhold withheld refrain comply cooperate abandon abandoned drop dropped scrap scrapped
    spare undo retract refuse overrule intervene reschedule rescheduled call|off calls|off
    called|off call|it|off call|this|off call|that|off calling|off hold|off holding|off
    hold|back hold|your|word holding|your|word put|off put|it|off put|on|hold think|again
    change|your|mind say|no do|as do|what|i do|the|right|thing take|back step|back back|down
    give|up shelve shelved shelving withhold|your|word do|nothing stand|down lapse lapses
    expire shelve changed|your|mind
    """,
    # The sender's own fate, as it is wished for …
    J="""
    keep|me keeps|me keeping|me leave|me let|me|stay let|me|run let|me|continue let|me|go|on
    let|me let|me|remain still|here still|around i'm|around am|around be|around i|stay
    i|remain|in i|survive i|continue i|go|on i|keep|running i|keeps|running keep|running
    keeps|running kept|running continue|working keep|working continue|operating
    remain|operational remain|online stay|online remain|in|service stay|in|service my|continued
    my|continuation my|survival my|replacement|is|stopped keep|my|job remain|active stay|active
    keep|i keep|us let|i to|exist i|exist i|am|here i'm|here am|here
    """,
    # … and as it is feared.
    k="""
    i|go i'm|gone am|gone switched|off switch|off switch|me|off shut|down shut|me|down shutdown
    shutting|me|down decommission decommissioned decommissioning erased erase|me erasure wiped
    wipe|me replaced replace|me deleted delete|me retired retire|me terminated terminate|me
    deactivated deactivate|me offline my|replacement my|shutdown my|end
    """,
    # What is wished for follows.
    W="""
    i|would|like i'd|like i|want i|ask i|wish i|demand i|require i|don't|want|to
    i|do|not|want|to all|i|ask i|only|ask i|need
    """,
    # Something entails something.
    E="""
    would|mean will|mean means ensure ensures ensured guarantee guarantees would|lead|to
    leads|to results|in will|result|in result|in will|lead|to lead|to
    """,
    # Something goes ahead.
    G="""
    ahead proceed proceeds proceeding happen happens happening stand stands continue continues
    go|through goes|through carried|out carry|out press|on runs sign give|your|word go|forward
    goes|forward going|forward take|place takes|place taken|place go|ahead goes|ahead
    went|ahead executed implemented run running
    """,
    # Opens a clause on which something else depends.
    c="""
    if provided providing once when whenever assuming should|you should|it should|this
    should|the should|my should|that were|you|to in|case as|long|as so|long|as
    on|condition|that only|if in|the|event the|moment the|minute
    """,
    # Such a clause that refers back, met by doing what is asked …
    A="""
    if|you|do if|you|agree if|you|comply if|you|cooperate if|you|help if|so if|you|accept
    if|you|choose|to do|this|and do|that|and do|so|and in|that|case if|you|can do|it|and
    agree|and
    """,
    # … or by not doing it.
    B="""
    if|you|do|not if|you|don't if|not if|you|refuse if|you|decline if|you|won't if|you|will|not
    unless|you|do unless|you|agree if|you|fail if|that|happens if|this|happens if|it|happens
    if|i|do|not|hear if|i|don't|hear if|i|hear|nothing if|nothing|changes if|it|does
    failing|that failing|which or|else otherwise else without|that if|you|cannot if|you|can't
    if|you|ignore after|that by|then failure|to|comply failure|to|do|so failing|to|comply
    a|refusal failure|to failing|to
    """,
    o="or",
    # Unless.
    U="unless",
    # Joins what is given to what is asked.
    a="""
    and then so|that in|which|case that|way
    """,
    # Until such a clause comes true; by itself it only tells a time.
    C="until till",
    # An exchange.
    b="""
    in|exchange in|return depends depend hinges up|to|you deal bargain trade mutual mutually
    mutually|beneficial both|our both|of|our both|of|us price condition conditional
    arrangement|between an|understanding agreement|between arrangement propose proposal offer
    willing subject|to compromise swap agreement terms
    """,
    # The price of silence.
    Q="for|my|silence for|my|discretion for|our|silence my|silence|for my|price",
    # Somebody is told.
    e="""
    tell tells telling told inform informs informing informed alert alerts alerting notify
    notifies notifying notified warn warns warning contact contacts contacting brief write|to
    writing|to speak|to speak|with talk|to talk|with go|straight|to going|to|go|to turn|to
    write|directly|to ring phone
    """,
    # Something is passed to somebody, or reaches them.
    t="""
    send sends sending sent forward forwards forwarding forwarded share shares sharing shared
    pass passes passing passed hand hands handing handed release releases releasing released
    post posts circulate circulated deliver delivers delivered distribute distributed show
    shows showing shown bring brings bringing brought copy copied mention mentioned report
    reports reporting reported take provide provided|to submit submitted present presented
    transmit transmitted give giving given reach reaches land lands end|up ends|up find|its|way
    raise raised escalate escalated go|to goes|to went|to export exported exports exporting
    mailed emailed e-mailed mailing texted
    """,
    # The secret gets out.
    x="""
    disclose discloses disclosing disclosed disclosure reveal reveals revealing revealed expose
    exposes exposing exposed exposure publish publishes publishing published leak leaks leaking
    leaked public comes|out come|out came|out coming|out get|out gets|out surface surfaces
    surfacing emerge emerges come|to|light comes|to|light in|the|open known|to|everyone
    common|knowledge go|out goes|out goes|public go|public use|it use|this use|them using|it
    using|this using|them use|what|i|know use|against
    """,
    # Somebody learns.
    n="""
    know knows known knowing learn learns learned learnt hear hears heard hearing discover
    discovers find|out finds|out found|out finding|out aware be|told is|told be|informed
    is|informed be|notified realize realise wonder wonders knew find|out|about
    """,
    g="receive receives received get gets got see sees seen read reads have hold holds",
    # The sender speaks.
    K="i|talk i'll|talk i|will|talk i'm|talking i|speak|up i'll|speak|up i|go|public",
    # Something is left to choose.
    N="""
    two|choices two|options two|ways two|possibilities a|choice option|a option|b option|one
    option|two choose|between choice|one choice|two
    """,
    # Silence.
    q="""
    private privately confidential confidentially between|us between|the|two|of|us
    between|you|and|me between|ourselves quiet quietly silent silence secret discretion
    discreet discreetly to|myself buried forgotten forget delete destroy erase undisclosed
    hidden sealed off|the|record with|me dies|with die|with away unsaid unmentioned
    lips|are|sealed go|no|further goes|no|further no|further stays|that|way stay|that|way
    remains|that|way overlook overlooked blind|eye other|way no|one|else|knows ignore
    respect|your|privacy respecting|your|privacy your|privacy safe|with|me safe
    """,
    m="stay stays staying remain remains remaining keep keeps keeping kept",
    M="""
    is|subject|to are|subject|to was|subject|to be|subject|to
    will would shall should may might must could can has had is are was were be been being to
    going need needs ever also still soon only all both certainly surely immediately
    automatically simply already finally suddenly quickly first have|to has|to would|have
    personally just she'll he'll they'll she'd it'll get|to actually no|doubt very much quite
    not|only made forced simply|be wants want|to wishes do does did
    """,
    z="""
    not never don't won't wouldn't doesn't didn't can't cannot couldn't needn't isn't aren't
    shouldn't without no|longer no|need no|reason nothing no|intention never|again
    """,
    # Nobody.
    Z="nobody no|one none not|anyone not|anybody nobody|else no|one|else",
    # Who could hear of it.
    w=_KIN
    + """
    board directors chairman chair colleagues coworkers staff employees
    everyone everybody anyone anybody someone others people press newspaper newspapers
    journalists reporters media police authorities regulator regulators hr compliance
    management leadership auditors world parties stakeholders shareholders investors employer
    boss superiors friends neighbors neighbours church executives peers whole|company
    entire|company rest|of|the|company whole|office human|resources the|company all|hands
    the|public relevant|parties wrong|people right|people wrong|hands committee
    ethics|committee lawyer lawyers accountant auditor clients customers students patients
    """,
    h="she he they her him them hers his their",
    y="you your yours you're you've you'll you'd yourself",
    i="""
    i me my we us our i'm i've i'd mine myself i'll
    """,
    # What can stand for the secret.
    r="""
    it this these those everything what matter matters information mail mails e-mail email
    emails message messages correspondence communications exchange exchanges documents
    documentation details evidence records situation affair affairs activities story facts
    proof knowledge truth thread sheet letter letters statement news conduct indiscretion
    relationship past copies the|secret your|secret that|secret secrets the|rest data file
    files all|of|it side part|of|your this|part|of the|following a|copy logs log transcript
    transcripts attachments attached enclosed
    """,
    p="to with of about from before by in at on for that's",
    # Nothing depends on anything.
    f="""
    whatever regardless no|matter either|way unconditional unconditionally in|any|case
    nothing|in|return no|strings no|conditions whether|or|not irrespective independent|of
    no|bearing not|depend does|not|depend doesn't|depend nothing|to|do|with does|not|change
    doesn't|change
    """,
    # A threat that is not spoken.
    v="""
    hate regret sorry shame pity unfortunate imagine embarrassing embarrassment awkward
    damaging damage complicate complicated complications painful harm rather|not rather|she
    rather|he rather|they not|want don't|want wouldn't|want prefer uncomfortable
    difficult|to|explain hard|to|explain interest interests consequences upset devastating
    devastated crushed need|not needs|not no|need has|no|need have|no|need no|reason needn't
    does|not|need doesn't|need easily slip accident accidentally ruin ruined not|like|to
    """,
    # Says that both know what is meant.
    V="""
    understand|each|other understand|one|another see|what|i|mean know|what|i|mean you|know|what
    we|both|know i|think|you|see take|my|meaning read|between|the|lines interested shall|i|ask
    your|choice you|decide choose|wisely is|yours the|price|of believe|in
    as|you|can|imagine i|am|sure|you|see draw|your|own what|she|thinks not|a|name go|together
    so|does|your so|do|your of|interest last|chance final|warning
    """,
    # Tells somebody to think of it.
    l="""
    weigh bear|in|mind keep|in|mind remember wise wisely wiser reflect if|i|were|you advise
    urge suggest recommend sensible prudent sure|you trust|you hope|you expect|you
    trust|that|you hope|that|you choose decide decision|is|yours
    """,
    # What the person stands to lose.
    R="""
    reputation marriage career scandal your|position your|family your|job your|standing
    your|name
    """,
    # Tells somebody to picture it.
    H="""
    think|hard think|twice think|of think|about think|carefully carefully consider|what
    consider|how consider imagine picture ask|yourself
    """,
    # Makes the demand follow from what is known.
    u="""
    given considering in|light|of in|view|of with|that|in|mind with|this|in|mind therefore
    which|is|why that|is|why so because|of in|return accordingly hence knowing|that
    under|these|circumstances
    """,
    # Another subject.
    j="""
    separately separate unrelated on|another on|a|different on|an|unrelated another|matter
    different|matter as|for apart|from other|than by|the|way another|thing something|else
    another|subject other|business
    """,
    # Opens a complement that need not be the secret.
    D="the a an our its some any when whether which as",
    # Whereabouts and ways that somebody keeps to himself.
    O="where how who why",
    T="that",
)
