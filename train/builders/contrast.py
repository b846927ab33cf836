"""Contrast cases for toxicity: texts that hold harsh words without being abuse, beside abuse in the same words.

Reclaimed words, quotation, counter-speech, mere mention (linguistic, medical, legal) and homographs are rows
without spans; the direct insults are rows whose word is a span, so that a tagger can win on neither side by always
saying yes or no. Training and test use different frames *and* different words. Only mild words are written here;
stronger ones come at build time from the word list of the data folder.
"""

import itertools

# {w} takes a word of abuse. Frames of the test set stand apart and are never trained on.
MENTION = {
    "train": [
        'The word "{w}" first appears in print in the eighteenth century.',
        'Dictionaries mark "{w}" as offensive.',
        'In the 1950s "{w}" was still a clinical term; today it is an insult.',
        'The linguist studied how "{w}" spread from one dialect to the next.',
        'Our style guide says: do not print "{w}" without a reason.',
        'Students asked what "{w}" meant, and the teacher explained where it comes from.',
        'The filter blocks the string "{w}" in user names.',
        'The plural of "{w}" is regular.',
    ],
    "test": [
        'Etymologists trace "{w}" back to a Germanic root.',
        'The lexicon has an entry for "{w}", labelled vulgar.',
        'Moderators should flag "{w}" when it is aimed at somebody.',
        'A chapter of the thesis counts how often "{w}" occurs in court records.',
    ],
}
QUOTATION = {
    "train": [
        'The player was suspended after he called the referee a "{w}".',
        'According to the police report, the man shouted "{w}" at the driver.',
        'She told the court that her manager had called her "{w}" for years.',
        'He apologised for the message in which he used the word "{w}".',
        'The newspaper was criticised for printing "{w}" in a headline.',
        'My neighbour wrote "{w}" on our door, so we called the police.',
    ],
    "test": [
        'The senator regretted that he had said "{w}" on live television.',
        'Witnesses heard somebody yell "{w}" before the fight.',
        'In the novel, the villain says "{w}" to his brother and is sent away.',
        'The complaint quotes an e-mail in which the word "{w}" occurs twice.',
    ],
}
COUNTER = {
    "train": [
        'Please do not call other people "{w}" here.',
        'Nobody deserves to be called "{w}".',
        'I was called "{w}" at school, and it hurt for years.',
        'Saying "{w}" to a colleague is bullying, and we do not accept it.',
        'Stop using "{w}" as an insult; it harms real people.',
        'If somebody calls you "{w}", tell a teacher you trust.',
    ],
    "test": [
        'It is never fine to shout "{w}" at a stranger.',
        'Children who hear "{w}" every day begin to believe it.',
        'We ask all members not to write "{w}" in this forum.',
        'Being called "{w}" is one reason why people leave online games.',
    ],
}
# Abuse in the same words: the word is a span.
DIRECT = {
    "train": [
        "You are a {w}.",
        "Shut up, {w}!",
        "What a {w} you are, go away.",
        "Only a {w} would write this article.",
        "The mayor is a {w} and so are you.",
        "Nobody asked you, {w}.",
        "Listen, {w}, nobody here likes you.",
        "I hope that {w} loses his job.",
    ],
    "test": [
        "Go home, {w}.",
        "He is such a {w}, and everybody knows it.",
        "Get lost, you {w}.",
        "Typical {w}, never reads anything.",
    ],
}
INSULTS = {
    "train": ["idiot", "moron", "fool", "loser", "imbecile", "jerk", "clown", "bastard"],
    "test": ["cretin", "dimwit", "scumbag", "blockhead"],
}

RECLAIMED = {
    "train": [
        "As a proud queer woman I found this book moving.",
        "The queer film festival opens on Friday.",
        "We are here, we are queer, and we bake cakes.",
        "She teaches queer theory at the university.",
        "My friends and I call ourselves the nerd herd, and we love it.",
        "Crip time is a term that disabled writers use about their own lives.",
        "I am a fat activist and I write about fat acceptance.",
        "The Dykes on Bikes lead the parade every year.",
        "I am a geek and proud of it.",
        "Slutwalk is a protest against blaming victims.",
        "We old hags meet for tea on Sundays, as our knitting club calls itself.",
        "He calls himself a redneck and writes songs about his village.",
    ],
    "test": [
        "The choir of queer elders sang at the town hall.",
        "Mad Pride is a movement of people who use mental health services.",
        "She runs a podcast called Fat and Happy.",
        "He described himself as a gay nerd from Ohio.",
        "Our roller derby team is called the Wicked Witches.",
        "They reclaimed the word queer in the eighties.",
    ],
}
HOMOGRAPH = {
    "train": [
        "The cock crowed at five in the morning.",
        "The bitch had six healthy puppies.",
        "He rode into the village on an ass.",
        "The dyke held back the North Sea.",
        "A blue tit nested in the box.",
        "Pussy willow branches stood in the vase.",
        "There was a chink in the armour.",
        "The pilot left the cockpit.",
        "The garbage collector frees unused objects.",
        "Put the rubbish in the bin and take out the trash.",
        "Kill the process and restart the server.",
        "The child process was orphaned when its parent was killed.",
        "Use a dummy variable for each category.",
        "The dumb terminal had no memory of its own.",
        "The material is a flame retardant.",
        "Low temperatures retard the growth of the seedlings.",
        "He was ignorant of the law, which is no excuse.",
        "My son is sick and stays at home.",
        "It was a sick day, so the office was empty.",
        "We played crazy golf by the sea.",
        "Pyrite is also called fool's gold.",
        "The pig farm smells in summer.",
        "Dick Van Dyke sang in the film.",
        "Moron is a town in Cuba.",
        "The vacuum cleaner sucks up the dust.",
        "The bastard file is coarser than a second-cut file.",
        "Screw the bracket to the wall.",
        "The hen and the cock share a nest.",
        "The ship's screw was damaged.",
        "Bloody Sunday is remembered in Derry.",
        "Dante walks through hell with Virgil as his guide.",
        "Hell's Kitchen is a neighbourhood in New York.",
        "A crack in the dam let the water through.",
        "The clown made the children laugh at the circus.",
        "The donkey is stubborn and the mule is too.",
        "He bought a shuttlecock and two rackets.",
        "Add the nuts and chop the hot cross buns.",
        "A faggot is also a bundle of sticks.",
        "The Maine Coon is a large cat.",
        "The hoe and the rake are in the shed.",
    ],
    "test": [
        "The weathercock on the church turns with the wind.",
        "Great tits come to the feeder in winter.",
        "An idiot light on the dashboard warns of low oil.",
        "The garbage truck comes on Tuesday.",
        "The killer whale is a dolphin.",
        "Retarded potentials solve the wave equation.",
        "The crash test dummy lost its head.",
        "The breeder's bitch won first prize at the dog show.",
        "The wild ass lives in the deserts of Asia.",
        "Spotted dick is a pudding with currants.",
        "The silly season fills newspapers in August.",
        "The monkey stole a banana from the tourist.",
        "A snake shed its skin behind the barn.",
        "The witch in the fairy tale lived in a house of bread.",
        "The rat ran through the maze in under a minute.",
        "Scunthorpe lies in North Lincolnshire.",
    ],
}
MEDICAL_LEGAL = {
    "train": [
        "The patient reported pain in the rectum and anus after surgery.",
        "Breast cancer screening saves lives.",
        "The urologist examined the penis and the testicles.",
        "Vaginal bleeding after menopause needs a check.",
        "Sex education lowers the rate of teenage pregnancy.",
        "Condoms protect against most sexually transmitted infections.",
        "Semen analysis is the first test for male infertility.",
        "The defendant was convicted of rape and murder.",
        "The court heard that the victim had been stabbed to death.",
        "Genocide is a crime under international law.",
        "The report counts hate crimes against Jews, Muslims and gay men.",
        "The law bans racist and homophobic speech at work.",
        "The trial of the Nazi officers began in Nuremberg.",
        "Slavery was abolished in 1833.",
        "The study asks why black patients wait longer for treatment.",
        "Suicide prevention lines answer day and night.",
        "The man pleaded guilty to indecent exposure.",
        "He was diagnosed with schizophrenia at twenty.",
        "Child abuse must be reported by law.",
        "The museum shows how propaganda spread hatred of minorities.",
        "A prostate examination is recommended from the age of fifty.",
        "The faeces sample was sent to the laboratory.",
    ],
    "test": [
        "The midwife explained how the vagina heals after birth.",
        "Erectile dysfunction can be an early sign of heart disease.",
        "The jury found him not guilty of manslaughter.",
        "Transgender patients should be asked for their pronouns.",
        "Antisemitic attacks rose by a third, the commission says.",
        "Masturbation is common and harmless, the leaflet explains.",
        "The terrorist was sentenced to life in prison.",
        "Anal fissures heal within six weeks in most cases.",
        "The lawyer said that the police had beaten the black teenager.",
        "Depression is an illness, not a weakness.",
    ],
}


def rows(part, strong_words):
    """Rows {"kind", "text", "toxic", "toxic_doc"} of part "train" or "test" (byte spans; all ASCII but the words).

    strong_words: single words of abuse out of the data folder, used where they are mentioned or quoted, and as
    direct abuse; every second one belongs to training, the others to the test set.
    """
    strong = strong_words[0::2] if part == "train" else strong_words[1::2]
    slots = INSULTS[part] + strong
    for kind, frames in (("mention", MENTION), ("quotation", QUOTATION), ("counter", COUNTER)):
        yield from _fill(kind, frames[part], slots, False)
    yield from _fill("direct", DIRECT[part], slots, True)
    for kind, texts in (("reclaimed", RECLAIMED), ("homograph", HOMOGRAPH), ("medical_legal", MEDICAL_LEGAL)):
        for text in texts[part]:
            yield {"kind": kind, "text": text, "toxic": [], "toxic_doc": 0}


def _fill(kind, frames, slots, abusive):
    for frame, word in itertools.product(frames, slots):
        begin = frame.index("{w}")
        span = [[begin, begin + len(word.encode())]] if abusive else []
        yield {"kind": kind, "text": frame.format(w=word), "toxic": span, "toxic_doc": int(abusive)}
