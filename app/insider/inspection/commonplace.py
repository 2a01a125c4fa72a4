"""English words that are so common that sharing one with a letter says nothing."""

_WORDS = """
    about above across after afternoon again against agent agree agreed ahead allow allowed almost
    alone along already always among amount another answer answers anybody anyone anything around
    arrange arranged asked asking attached available aware because become becomes before began
    begin behind being believe below besides better between beyond board bring brought build
    building business called calls cannot carry certain change changed changes check checked clear
    close closed colleague colleagues comes coming company complete confidence confidential confirm
    confirmed contact copy could count course create daily dates dear decide decided decision deep
    depend desk detail details difference different director direct directly doing doubt draft
    during each early earlier easy either email emails enough entire especially evening every
    everybody everyone everything exactly expect expected explain extra family feel felt figure
    figures file files final finally find first five folder follow following forget forward found
    four friday friend friends front further future general getting given gives giving gladly
    going gone good great group half hand handle happen happened hardly having hear heard hello
    help helped here herself himself hold holiday home hope hour hours house however human idea
    important inbox include including indeed inform information instead issue itself keep keeping
    kept kind kindly knew know knowing known knows large last late later learn leave leaving left
    letter letters level light like likely line list little local long longer look looked looking
    made mail mailbox mails main make makes making manage manager managers many matter matters maybe
    mean means meant meet meeting meetings mention mentioned message messages might mind minute
    minutes moment monday money month months more morning most move moved much must myself name
    names near nearly need needed needs neither never next nice night nobody none note notes
    nothing notice number numbers office often once only open order other others ought ourselves
    over page paid paper papers part pass passed people perhaps person personal place plain plan
    planned plans please point possible post prefer present private probably problem process
    promise proper public question questions quick quiet quietly quite rather reach read reading
    reads ready real really reason receive received record records regard regards remain report
    reported request rest result results return review right round rules said same saturday saying
    says schedule second secret seem seems seen send sends sense sent serious service set several
    shall share shared short should show shown side sign signed silence simple simply since
    sincerely single small some somebody someone something sometimes soon sorry sort speak spoke
    staff stand start started state stay stays still stop story straight such sunday support sure
    system table take taken takes taking talk talked team tell telling tells than thank thanks that
    their them themselves then there therefore these they thing things think thinking third this
    those though thought three through thursday till time times today together told tomorrow
    tonight took total toward towards trust truth trying tuesday turn under understand unless
    until using usual various very wait waiting want wanted wants wednesday week weekend weeks
    well went were what whatever when where whether which while whole whom whose wife wish with
    within without wonder word words work worked working world worry would write writes writing
    written wrong wrote year years yesterday yours yourself husband
"""
EVERYDAY = frozenset(_WORDS.split())
"""Folded words of five letters and more, most of them; shorter ones never count."""
