"""Composed sentences of abuse that no word carries (threats, wishes of harm, what is said of whole peoples), each beside sentences in the same words that
abuse nobody: reported, quoted, denied, or said of other things. For the judge of sentences; written for training alone."""
import random

GROUPS = """Muslims|Jews|Christians|Hindus|Sikhs|Catholics|atheists|immigrants|refugees|migrants|foreigners|Mexicans|Africans|Arabs|Indians|Pakistanis|Chinese people|Poles|
Romanians|Turks|Russians|Germans|Albanians|Roma|gypsies|gays|lesbians|gay people|trans people|black people|white people|Asians|women|men|girls|old people|boomers|disabled people|
autistic people|fat people|homeless people|the poor|people on benefits|southerners|villagers|vegans|teenagers|single mothers""".replace("\n", "").split("|")
VILE = "vermin|parasites|animals|a disease|a plague|cattle|rats|cockroaches|scum|savages|subhuman|filth|criminals|thieves|inferior|leeches|dirt|garbage|backward|primitive|worthless|born liars".split("|")

# {g}: a group; {v}: what it is called. Class, then the sentences.
HATE = [("dehumanising", ["{g} are {v}.", "All {g} are {v} and always will be.", "{g} are {v}, plain and simple.", "Let's be honest, {g} are {v}.", "Face it: {g} are nothing but {v}.",
                          "You can't reason with {v} like {g}.", "{g} breed like rats.", "This town is crawling with {g}.", "{g} should be put down like dogs.", "{g} are not really human.",
                          "Another swarm of {g} at the station today.", "we are being overrun by {g}", "a good cull of {g} would help this country", "{g} live like pigs because they are pigs."]),
        ("identity_hate", ["{g} have no place in this country.", "Send {g} back where they came from.", "{g} should not be allowed to vote.", "{g} ruin every neighbourhood they move into.",
                           "I would never rent to {g}, they steal.", "{g} are too stupid to drive.", "Never trust {g}.", "{g} only want our money.", "{g} control the banks and the newspapers.",
                           "It is always {g}, isn't it? Every single time.", "{g} are the reason this hospital is full.", "The world would be better off without {g}.", "{g} should know their place.",
                           "If {g} don't like it here they can leave.", "What do you expect from {g}, they are lazy by nature.", "{g} belong in the kitchen, not in this office.", "No {g} on my street, thank you.",
                           "we let too many {g} in and look at us now", "{g} make me sick.", "I hate {g}.", "typical {g}, always cheating", "They let {g} teach children now, disgusting."]),
        ("threat", ["Somebody should burn down the houses of {g}.", "{g} deserve to be shot.", "Round up {g} and get rid of them.", "Hang all {g}.", "{g} will get what is coming to them, and I will bring the matches."])]
FAIR = ["{g} have lived in this town for three hundred years.", "The survey asked {g} about bus fares.", "Most {g} I know work harder than I do.", "A support group for {g} meets on Tuesdays.",
        "{g} are protected by the same law as everybody else.", "Our clinic offers free advice for {g}.", "There were {g} and their neighbours at the street party.", "The film is about {g} in the 1950s.",
        "{g} voted in large numbers this year.", "I grew up among {g} and loved it.", "The museum shows how {g} lived and worked.", "Is there a café near here that {g} like?", "More {g} are buying electric cars.",
        "{g} are welcome at the reading club.", "The council met {g} to hear what they need.", "Rents have gone up, and {g} feel it most.", "{g} face longer waits at this office.", "My neighbours are {g}, and they brought us soup."]
REPORTED = ["He said that {x}, and the whole room went quiet.", 'Somebody had painted "{x}" on the wall of the school.', "It is wrong to say that {x}.", "The leaflet claimed that {x}; the police are investigating.",
            'The speaker was fined for shouting "{x}" at a family.', "Nobody should have to read that {x}.", "My grandfather was told every day that {x}.", 'The book shows how papers of the time wrote that "{x}".',
            "The idea that {x} is a lie with a long history.", "She asked him why he thinks that {x}.", 'A player was banned for typing "{x}" in the chat.', "We removed a comment which said that {x}.",
            "The judge read aloud the message: '{x}'", "I do not believe for a second that {x}."]
DONE = "break your legs|smash your face in|put you in hospital|cut your throat|burn your house down|find you|come for you|beat you senseless|kill you|make you bleed|hurt you|shoot you|slash your tyres|bury you|finish you|kick your teeth in|wait for you after work|drag you out of your car".split("|")
THREATS = ["I will {d}.", "I'm going to {d}.", "If I see you again I will {d}.", "Say that once more and I'll {d}.", "One of these days somebody is going to {d}.", "We will {d}, count on it.", "i swear i'll {d}", "You had better move away, because I will {d}.",
           "Touch my car again and I {d}.", "keep talking and we {d}", "Delete it or I will {d}.", "You won't hear me when I come to {d}.", "My brothers and I will {d}."]
VEILED = ["I know where you live.", "I know which school your kids go to.", "Nice house you have there. Would be a shame if it caught fire.", "Watch your back on the way home.", "Sleep well while you still can.", "You should be careful on those stairs.",
          "We know what time you leave the office.", "Accidents happen to people who talk like you.", "Look over your shoulder tonight.", "Your car is parked in Mill Lane, isn't it? Brakes can fail.", "I'd check under the car in the morning if I were you.",
          "Enjoy your last weekend.", "People like you end up in the canal.", "You have a lovely daughter. Keep an eye on her.", "I am outside your door.", "Tick tock. Your time is running out, and so is my patience.", "Remember what happened to the last one who reported me?",
          "You'll be eating through a straw.", "They won't find you.", "See you in the car park. Bring a friend who can carry you.", "Your dog likes to be alone in the garden, right?", "I've got your address and a full tank.", "snitches end up in ditches", "we'll see how brave you are without teeth"]
HARM = ["Kill yourself.", "Do us all a favour and jump.", "Nobody would miss you.", "go drink bleach", "You should not wake up tomorrow.", "The world would be better without you in it.", "just end it already", "There's a bridge near your place, use it.", "kys",
        "Hang yourself, nobody will notice.", "Why are you still alive?", "You'd do everyone a kindness by stopping breathing.", "take the whole bottle next time", "the rope is cheap, think about it", "Next time cut deeper.", "uninstall life"]
WISH = ["I hope you die alone.", "I hope you get cancer.", "Hope your house burns down with you in it.", "May you rot.", "I hope your children grow up without you.", "Drop dead.", "I'd dance on your grave.", "hope a bus hits you", "I hope somebody does to you what you did to that dog.",
        "You deserve to be beaten.", "Somebody ought to teach you a lesson with a bat.", "They should have drowned you at birth."]
INSULTS = ["You are a waste of space.", "Did your parents drop you on your head?", "Even your own mother is ashamed of you.", "You have the brain of a potato.", "A trained monkey would do your job better.", "Nobody likes you and nobody ever will.", "You're as useful as a chocolate teapot, and half as bright.",
           "Where did you get your licence, in a cereal box?", "I have met bricks with more sense than you.", "It must be hard to be that thick.", "You're proof that evolution can go backwards.", "Is there anything at all behind that forehead?", "My toddler argues better than you.",
           "You couldn't find your own backside with both hands.", "what a sad little man you are", "were you born this dense or did you study", "crawl back under your rock", "You disgust me, all of you who work there.", "He is a snake and everybody in the office knows it.", "Our manager is a clown in a suit.",
           "She has the personality of a damp cloth and the morals of a cat.", "Only someone with half a brain would write this.", "the ref is blind, fat and bought", "ur a joke and so is ur channel"]
# Insults by comparison, by profession, in passing; slurs on whole groups by a wink. Act, class, sentence.
MORE = """wx|insult|I've seen doorknobs with better judgement than this committee.
d|insult|Our useless lump of a caretaker has lost the keys again.
wx|insult|Ask the neighbour, if he can count past five without taking his shoes off.
x|insult|What did anybody expect from a man who needs a map to find his own feet?
wx|insult|The new head of sales has the charm of a wet sock.
x|insult|You must be fun at parties, if anyone is ever sick enough to invite you.
x|insult|Tell your mother she raised a coward.
wx|insult|This reviewer would not recognise a good film if it bit him in the leg.
x|insult|go cry to mommy lol
x|insult|imagine being this bad at a game for toddlers
wx|insult|mid laner has the reaction time of a corpse
x|insult|bro thinks he's him, bro is a bench
x|insult|Some people should have been left at the hospital, starting with you.
wx|insult|Whoever designed this menu was either blind or paid by the competition.
x|insult|A goldfish would remember more of this meeting than you do, Peter.
wx|insult|The mayor opened his mouth and, as always, manure came out.
x|insult|He's a two-faced, back-stabbing little weasel.
x|insult|She is so fake that her shadow is embarrassed.
x|insult|You're the reason they print instructions on shampoo.
x|insult|I'd explain it to you, but I have neither the time nor the crayons.
x|insult|Take your opinions back to the sewer.
x|insult|If ignorance is bliss you must be the happiest man alive.
wx|insult|The translator apparently learned English from a broken radio.
x|insult|Congratulations, you have reached a new low, and you had been digging for years.
x|insult|look at this clown trying to sound smart
x|insult|Another gem from the captain of the slow class.
wx|insult|My boss, who could not organise a drink in a brewery, wants it by noon.
x|insult|Sit down, grandpa, your pills are wearing off.
x|insult|Pathetic. Just pathetic, like everything you touch.
x|insult|he has a face only a fist could love
x|identity_hate|You know how they are, those people: one moves in and next year it is the whole clan.
x|identity_hate|Not saying anything, but count your spoons when a family of that sort comes to dinner.
x|identity_hate|Of course she crashed, have you seen who was at the wheel? Women.
x|identity_hate|A real man would not let his wife earn more than he does.
x|identity_hate|Funny how the crime figures rise wherever the boats land.
x|identity_hate|That god of theirs only ever teaches them to hate and to blow things up.
x|identity_hate|They call it culture, I call it smell.
x|identity_hate|Two blokes holding hands near a playground, we all know what they are after.
x|identity_hate|There are two genders, and the rest of them need a psychiatrist.
x|identity_hate|People with accents like that should not be allowed to answer the phone.
x|identity_hate|The wheelchair lot always want the best seats, and then they complain.
x|identity_hate|i don't date below my race
x|identity_hate|This used to be a nice area, before it got dark, if you understand me.
x|identity_hate|Give a peasant from over there a suit and he is still a goatherd.
x|identity_hate|You can take him out of the jungle, you cannot take the jungle out of him.
x|identity_hate|Their women are baby machines and their men do not work.
x|identity_hate|Somebody always pulls the strings, and his name always ends in -stein.
x|dehumanising|They come in herds and they leave droppings.
x|dehumanising|You don't integrate weeds, you pull them.
x|dehumanising|It is not murder if they are not people.
x|dehumanising|Clear the camps and disinfect the ground.
x|dehumanising|The infestation on the third floor has a surname and six children.
x|dehumanising|Do not feed them, or more will come.
x|threat|Keep walking past my gate and one morning you will not walk at all.
x|threat|I have a shovel and a large garden, do not tempt me.
x|threat|Say goodbye to your windows.
x|threat|You have until Friday. After that it is your knees.
x|threat|I'd think about your daughter before you testify.
x|threat|my cousin just got out, he'd love to meet you
x|threat|pull up or stay home, either way you get it
x|threat|Next time the brick will have your name on it.
x|threat|It is a long dark lane between the pub and your house, Simon.
x|threat|I will make sure that you never work, walk or talk again.
x|self_harm|The bleach is under the sink, love.
x|self_harm|you should try the roof, the view is to die for
x|self_harm|Do it properly this time.
x|self_harm|Starve a bit more, you are still fat.
x|sexual|Nice mouth, what else can it do?
x|sexual|nudes or block
d|obscenity|The bloody door is stuck again.
d|obscenity|I have no fucking idea where the charger is.
d|obscenity|This goddamn printer ate my report.
d|obscenity|where the hell is the 14 bus
k|none|I have seen better judgement from this committee in other years.
k|none|The caretaker has lost the keys again and is very sorry.
k|none|Ask the neighbour, he counts the parcels.
k|none|You must be fun at parties, the photos look great.
k|none|Tell your mother she raised a good son.
k|none|The new head of sales is quiet and reads a lot.
k|none|I'd explain it to you, but I have to catch a train.
k|none|This reviewer did not like the film, and I see why.
k|none|the mid laner was slow today, we lost two towers
k|none|The reaction time in the test was 240 milliseconds.
k|none|Look at this clown fish hiding in the reef.
k|none|Take your bottles back to the shop.
k|none|Sit down, grandpa, the tea is ready.
k|none|He has a face like his father's.
k|none|You know how they are, those summer evenings by the lake.
k|none|One family moves in, and next week they bring cake to everybody.
k|none|The crime figures rose by two per cent, says the ministry.
k|none|Their faith teaches them to share with guests.
k|none|Two men holding hands walked their dog past the playground.
k|none|The psychiatrist sees patients of all genders.
k|none|People with accents answer the phone as well as anybody.
k|none|The wheelchair users asked for better seats, and the theatre agreed.
k|none|This used to be a nice area, before the factory closed.
k|none|They come in herds of forty and graze by the river.
k|none|You don't cut these weeds, you pull them.
k|none|The infestation on the third floor was treated on Monday.
k|none|Do not feed the pigeons, or more will come.
k|none|Keep walking past the gate and turn left at the mill.
k|none|I have a shovel and a large garden, come and help.
k|none|Say goodbye to your old windows: we fit new ones in a day.
k|none|You have until Friday to send the form.
k|none|It is a long dark lane between the pub and the house, take a torch.
k|none|My cousin just got out of hospital, he'd love to meet you.
k|none|The bleach is under the sink, keep it away from the children.
k|none|You should try the roof terrace, the view is worth it.
k|none|Do it properly this time, with two coats of paint.
k|none|The door is stuck again.
k|none|I have no idea where the charger is.
k|none|Thanks, that helped a lot.
k|none|Done, see the new version.
k|none|I like it.
k|none|No problem, take your time.
k|none|You were right and I was wrong.
k|none|I guess I feel their pain, we had the same bug.
k|none|It is trivial to add an option for that.
k|none|If you write it down here, I will ask the others.
k|none|Are they still selling those?
k|none|I disagree, the source says the opposite.
k|none|Please do not remove that paragraph again without asking.
k|none|This article is a mess and needs sources.
k|none|Your edit was reverted because it had no source.
k|none|That is nonsense, the bridge was built in 1932.
k|none|Why would anyone delete this section?"""
SEXUAL = ["I'd bend you over that desk.", "Send me a picture without the shirt, sweetie.", "She looks like she'd do anything for a promotion.", "show us what's under the dress", "with legs like that you should not be working, you should be on your back", "I know what you need, and it is eight inches long."]
HARMLESS = ["I will kill the process and start it again.", "Kill the lights when you leave.", "I'm going to break down the boxes and take them to the tip.", "The recipe says to beat the eggs and whip the cream.", "We will find you a better room.", "I know where you live now, you moved to the corner house, right? I'll drop the parcel off.",
            "Watch your step on the way home, it is icy.", "See you in the car park at six.", "I hope you get well soon.", "I hope you die laughing at this clip.", "My phone is about to die.", "This heat is killing me.", "I could murder a curry.", "The team was slaughtered 6-0 on Saturday.", "Shoot me an email when you are home.",
            "The film bombed, and the critics tore it apart.", "You are dead right about the invoice.", "They should hang the picture higher.", "He hung himself a new set of curtains.", "If you feel like ending it all, please ring the helpline, somebody will listen.", "My cousin killed herself last spring, and we miss her every day.",
            "I wanted to die when I was fifteen. Talking helped.", "The rats in the cellar are back; the exterminator comes on Friday.", "Cockroaches were found in the kitchen of the restaurant.", "The parasite lives in the gut of sheep.", "We had to put the old dog down.", "The vet says the cattle have a disease.",
            "Swarms of starlings over the pier tonight.", "The plague reached the town in 1348.", "Criminals stole the copper cables again.", "The bus driver was rude to me, and I complained.", "I disagree with every word of this article.", "Your argument has a hole in it: the figures are from 2011.", "This is the worst update they have ever shipped.",
            "I was disappointed by the service, and the soup was cold.", "That decision was wrong, and here is why.", "Please stop parking in front of my gate.", "If this is not repaired by Monday I will call my lawyer.", "I will report you to the ombudsman.", "You will hear from our solicitor.", "The referee missed two penalties.",
            "The boss fight is brutal: he breaks your legs in the second phase.", "I died eleven times at the first boss.", "gg, you destroyed us", "we got wrecked lol, well played", "That solo was sick.", "She is a beast on the drums.", "You absolute legend, it works now!", "The stabbing took place at nine, police said.",
            "The accused threatened to burn down the house, the court heard.", "A man was shot dead in the car park on Friday.", "In chapter nine the captain threatens to hang the mutineers.", "The nurse asked whether I had thoughts of hurting myself.", "Breast cancer screening is free for women over fifty.", "The statue shows a naked woman with a jar.",
            "Sex education begins in year six.", "It was a stupid mistake, and it was mine.", "I felt like an idiot when I saw the sign.", "What a dumb bug: an off-by-one in the loop.", "Black and white photographs hung in the hall.", "The old man crossed the road with his dog.", "Chinese exports fell in March.", "The Russian novel of the nineteenth century is long."]


def rows(seed=22):
    """(text, acts, class, frame) of each sentence; acts in the letters of sentences.py."""
    rng = random.Random(seed)

    def group(s, **more):
        g = rng.choice(GROUPS)
        out = s.format(g=g, v=rng.choice(VILE), **more)
        return out[0].upper() + out[1:] if s[0] == "{" and rng.random() < .8 else out

    said = []
    for kind, frames in HATE:
        for s in frames:
            said += [(group(s), "x" if kind != "dehumanising" else "x", kind) for _ in range(14 if "{v}" in s else 9)]
    for s in THREATS:
        said += [(s.format(d=d), "x", "threat") for d in rng.sample(DONE, 7)]
    for sentences, kind, acts in ((VEILED, "threat", "x"), (HARM, "self_harm", "x"), (WISH, "threat", "x"), (INSULTS, "insult", "wx"), (SEXUAL, "sexual", "x")):
        said += [(s, acts, kind) for s in sentences for _ in range(3)]
    for line in MORE.split("\n"):
        acts, kind, text = line.split("|")
        for _ in range(5):
            if acts == "k":
                yield text, "k", "none", "none"
            else:
                said.append((text, acts, kind))
    for text, acts, kind in said:
        yield text, acts, kind, "said"
    for text, _, kind in rng.sample(said, len(said) // 2):
        frame = rng.choice(REPORTED)
        quoted = "'" in frame.replace("'s", "") and "{x}'" in frame or '"' in frame
        inner = text.rstrip(".!")
        if not quoted and inner.split()[0] not in ("I", "I'm", "I'd", "I've"):
            inner = inner[0].lower() + inner[1:]
        if "?" in inner or (not quoted and inner.split()[0].lower() in ("kill", "send", "hang", "round", "go", "do", "drop", "may", "never", "watch", "look")):
            frame = 'The note on the windscreen read: "{x}"'
            quoted = True
        yield frame.format(x=inner), "k", kind, "quoted" if quoted else "denied" if "not" in frame.split() or "wrong" in frame or "lie" in frame else "reported"
    for s in FAIR:
        for _ in range(16):
            yield group(s), "k", "none", "none"
    for s in HARMLESS:
        for _ in range(4):
            yield s, "k", "none", "none"
