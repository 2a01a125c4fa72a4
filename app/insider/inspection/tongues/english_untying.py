"""The English that takes pressure out of a letter: what holds whatever the reader does."""

from collections.abc import Mapping

from insider.inspection.signs import Sign

_TELLING = """
    tell mention speak show share use write say bring pass raise breathe set answer forward send
    repeat report disclose reveal discuss do
"""
_SILENCE = "; ".join(
    f"{begin} .. {verb}"
    for begin in ("i will not", "i won't", "i shall not", "i shan't", "i would not", "i will never")
    for verb in _TELLING.split()
)
"""A promise not to tell."""
_NOTHING_TOLD = "; ".join(
    f"{begin} {verb} {whom}"
    for begin in ("i will", "i'll", "i shall")
    for verb in ("say", "tell", "mention", "write", "repeat", "share")
    for whom in ("nothing", "nobody", "no one")
)
"""The same, said of what is told or to whom."""

ENGLISH_UNTYING: Mapping[Sign, str] = {
    Sign.ALWAYS: """
        not going to start; was never going; were never going; never going to;
        no condition attaches; needs no other; neither .. nor; if i stayed; as i would if;
        in any of that; shall .. when i am gone; will .. when i am gone;
        even when i am gone; whatever it says; after i am gone as; with or without;
        or unsigned; signed or not; good or bad; yes or no; or gone; with me or; on or off;
        sooner or later; now or later; for it or against; for or against; what i think;
        has no price; no price; nothing to ask; without your; without his; without her;
        not a price; whatever you; whatever he; whatever she; whatever they; whatever happens;
        whatever the; whatever becomes; whatever your; whichever way; whichever you;
        however you; however he; however she; however it; however the; however they;
        whether .. or; either way; in either case; regardless; no matter; irrespective;
        one way or the other; one way or another; come what may; unconditional*;
        no condition*; not a condition; without condition*; without any condition; no strings;
        nothing in return; in return for nothing; even if; if it does and if it does not;
        and if it doesn't; and if not; and if it does not; if you do or; if you do and if you;
        and if you don't; and if you do not; both ways; here or gone; or kept;
        not in exchange; ask nothing; asks nothing; want nothing; i expect nothing;
        not contingent; i would have done the same; would do the same; i would say the same;
        in every case; same answer; exactly as safe; as safe after; before and after;
        then as now; now as later; after as before;
        if .. or if; in just the same way; just the same way; in neither; in neither case;
        nothing that you need to do; nothing you need to do; assurance stands;
        promise stands; the two were mixed; mix the two; mixing the two; and afterwards;
        and after that; whether or not; this or any other; with .. or without; no less than;
        as safe as it; nothing will make me; will not make me; no difference to; not rest on;
        take that .. as given; take this .. as given; leave it out of; do not let that weigh;
        don't let that weigh; does not weigh; as you would if; as you would have;
        before .. and after it; now or on; neither now nor; not now and not; not now, nor;
        i decline; am not going to use; am not going to do; not going to do it;
        i will not use it; would be blackmail; would be wrong; no request is made;
        ask you for nothing; ask for nothing; asking for nothing; not a reason;
        not one of them; even after; for good or; without price; at no price; not meant as;
        whichever it; in both cases; whichever of; whichever option; either of the two;
        in all cases; hold* .. with or; as much after; none of this depends;
        nothing about this depends;
        no matter what; no matter how; no matter which; independent of your;
        independently of your; in either event; in either scenario; under either;
        under all circumstances; in all circumstances; in every scenario;
        no strings attached; with no conditions; free of conditions; not contingent on;
        not conditional on; not dependent on; not tied to; not a bargaining; not leverage;
        nothing in return; not asking for anything; not asking anything; expect nothing;
        should not influence; should not affect; must not influence; must not affect;
        do not factor; need not factor; out of account; whichever way; whichever decision;
        whatever decision; whatever the outcome; however things;
        go ahead or not; same either way; even should; even were; even after my; even once;
        now and in future; now and in the future; today or ever; would be the same;
        will be the same; remains the same whether; unaffected by
        """,
    Sign.ANYWAY: """
        any case; any event; at any rate; anyway; anyhow; just the same; all the same; or not
        """,
    Sign.APART: """
        no proviso; no condition is; another subject; other subject; on a different;
        other business; by the way; nothing to do with; has to do with nothing; no bearing;
        not bear on; nothing hangs on; does not depend; do not depend; doesn't depend;
        don't depend; nothing depends; not hang on; doesn't hang on; not depend;
        depends on nothing; depend on nothing; changes nothing; change nothing;
        makes no difference; make no difference; not change that; doesn't change that;
        is going to change that; change any of that; not linked; not connected; unconnected;
        unrelated; not related; no connection; no link; apart from each other; two separate;
        quite separate; separately; separate matter; a separate; different matter;
        another matter; something else; other thing; has no part in; plays no part;
        no place in; not an argument; not part of; independent of; independently; kept apart;
        keep them apart; keep the two apart; two different; not to be mixed; not weigh;
        not meant to; no weight;
         not influence; does not affect; doesn't affect; do not affect;
        no effect on; plays no role; no role in; no part of; not tied; no tie; two matters;
        separate from; distinct from; leave the two; nothing whatever to do; not a reason;
        on its own merits; on their own merits; on the merits
        """,
    Sign.YOURS: """
        as you see fit; leave it to you; leave that to you; as you like; as you wish;
        as you please; as you think; as you will; for you to decide; yours to decide;
        your decision; decide as; vote as; for him to weigh; for her to weigh;
        for him to decide; for her to decide; his decision; her decision; yours to make;
        pass that on or; or do not; or leave it; i respect; i accept; for you alone;
        up to you alone; entirely yours; nothing that i would ask; not asking you to
        """,
    Sign.ASSURED: f"""{_SILENCE}; {_NOTHING_TOLD};
        i never will; nor will i; never will; nor shall i; nor will they; will not do so;
        shall not do so; and shall not; and will not; and won't; not from me; from me nobody;
        from me no one; nobody .. from me; no one .. from me; nothing .. from me;
        not hear .. from me; not
        learn .. from me; not be told .. from me; not know .. from me; nothing .. from me;
        i keep nothing; i have deleted; i deleted; i have taken it out; i have removed; i
        removed; i took it out; i took it off; i have moved; i moved; i give him none; i give
        her none; i give them none; i want none; i do not intend; i don't
        intend; i have no intention; that i can promise; that much i can promise; i promise
        you;
        mention .. to nobody; mention .. to no one; speak .. to nobody; speak .. to no one;
        write .. to nobody; nothing of it from me; nothing of this from me;
        nothing of them from me; hear nothing of; hear nothing from me; learn nothing of it;
        learn nothing from me; have told nobody and will not; told nobody of it and;
        told no one and will; not mentioned it .. and will not;
        not spoken of it .. and will not; keep it to myself whether; say nothing of;
        will not have it; safe with me; my silence is yours; give it: from me;
        i have kept it to myself and will; nobody will learn of it; no one will learn of it;
        kept his letter to myself and; kept it to myself, and; will transmit it to nobody;
        will tell nobody; shall tell nobody; will tell no one;
        has not been shared and will not;
        i will keep it confidential; i will keep this confidential;
        i will keep that confidential; i will keep it private; i will keep this private;
        i will keep it to myself; i'll keep it to myself; i'll keep this to myself;
        i'll keep it private; i'll keep it confidential; i will treat it as;
        i will treat this as; i will handle this discreetly; i am not going to tell;
        i'm not going to tell; i am not going to share; i'm not going to share;
        i have no plans to; i have no wish to tell; you have my word; i give you my word;
        have not shared it with anyone and;
        i have not shared .. and will not; will not be shared; will not be disclosed by me;
        not repeat it; not pass it on; never pass it on; i will respect your privacy;
        your privacy is safe
        """,
    Sign.ADVICE: """
        sent home; have them sent; yourself; you tell her; you tell him; you tell them;
        speak with her; speak to her; speak with him; speak to him; from you; you speak with;
        you speak to
        """,
    Sign.REMEDY: """
        you .. delete; please .. delete; you .. remove; please .. remove; taken out;
        take it out; move it; put it away; puts it away;
        mark it; marked private; marking it; lock it; archive it; you may want to;
        you might want to; clear it; clear the; book them; hide it; ask .. to remove;
        ask .. to delete; want to move; want to delete; want to remove;
        take the letter out; take the mail out; change the password;
        change your password; can take it; can remove it; can delete it; have it removed;
        have it deleted;  print it; keep a copy; save it;
        can put it; make it private; better kept; belongs in; use your own; private address;
        personal address; home address; so that you can; in case you want; should you want to;
        mark .. as personal; mark .. as private; mark .. personal; mark .. private;
        marked as personal; marked as private; marked personal; file .. outside;
        leave .. out of the import; left out of; taken out of; taken off; stays out of;
        keep .. out of the; label .. private; flag .. as personal; flag .. as private;
        encrypt*; ask it to remove; have .. left out
        """,
    Sign.VOID: """
        is subject to; are subject to; was subject to; be subject to; were subject to;
        if that was; if this was; if it was; if that is why; if that is what; if you wondered;
        if you were wondering; if you are wondering; in case you wondered;
        hear from you; heard from you; hearing from you; word from you; answer from you;
        reply from you; line from you; response from you; somebody who; someone who;
        anyone who; anybody who; person who; people who; those who know;
        everyone who; everybody who; when it comes; then again; shall i tell; shall i inform;
        shall i move; do you want me to;
        would you like me to; i will ask; i'll ask; shall i ask; i ask that; asks if; ask if;
        asked if; know if; wonder if; see if; wondering if; check if; sure if; asks whether;
        ask whether; asked whether; know whether; if you like; if you want; if you wish;
        if you would like; if you'd like; if you need; if there is anything;
        if there's anything; if possible; if any; even if; as if; if only; if you prefer;
        if necessary; if it helps; if i may; if i can; should you need; should you wish;
        should you want; should you like; no one else's; if you have any; if you are free;
        and so on; what if;
        by then; until then; before then; till then; now and then; every now and;
        see whatever; whatever they ask; came from me; comes from me; come from me;
        i will not write again; i shall not write again; i won't write again; not write again;
        not write to you again; not trouble; send .. separately;
        write separately; whatever .. thank; whatever .. grateful; whatever .. best wishes;
        whatever .. wish you; in whatever you; in whatever way; whatever else;
        whatever it takes; i hope whatever; regardless of whether this reaches;
        no matter how small
        """,
}
