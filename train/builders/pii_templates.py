"""Carrier texts for invented names, written for this project.

Slots: {P} full name, {F} first name, {L} last name, {N} nickname, {Z} Chinese form of address, {O} organisation, {S} school,
{C} city, {K} country, {R} state or region, {X} smaller place, {A} address, {W} street and number, {J} {j} job, {G} age, {Q} nationality,
ethnicity or faith, {D} date. A digit after the letter keeps one person in a text apart from another: {F1} is the first name of
{P1}. Not private: {H} honorific, {T} clock time, {M} money, {E} e-mail, {U} telephone, {V} number, {I} link, {B} brand or product.
One template a line; `|` is a newline in it.
"""

SENTENCES = r"""
My name is {P}.
Hi, I'm {F}, nice to meet you.
I am {P} and I live in {C}.
this is {F} from {O}
Hello, this is {H} {L} speaking, may I ask who is calling?
You can ask for {F1} at the desk; {F1} {L1} is in until {T}.
{P} called at {T} and wants you to ring back.
{F1} and {F2} are coming over on {D}.
Please say hello to {F1} and {F2} from me!
{P1} met {P2} in {C} in {D}.
{H} {L} will see you now.
According to {H} {L}, the figures for {D} were wrong.
{P}, {G}, of {C}, was taken to hospital.
{P} ({G}) works as a {j} in {C}.
{P}, a {G}-year-old {j} from {C}, said the noise was unbearable.
The {j}, {P}, told reporters she had no comment.
{P}, {J} at {O}, will open the meeting.
{P}, {J}, {O}
{P} joined {O} as {J} in {D}.
{P1} was replaced by {P2} as {J} of {O}.
I used to work for {O} before I moved to {C}.
We hired {F} away from {O} last year.
She left {O} and now teaches at {S}.
He studied law at {S} and then worked for {O}.
My sister {F} just turned {G}.
My grandfather {P} was born in {C} in {D}.
our son {F} is {G} and our daughter {F2} is {G2}
I am {G} years old and I have two kids, {F1} and {F2}.
Has anyone seen {F}? {F}'s phone is off.
ask {F} he knows
omg {F} did you see what {F2} posted
{F}!! where are you, we are at {X}
lol {F} is late again
can u tell {F} that i will be there at {T}
thx {F}
Thanks {F}, that worked.
@all {F} is out sick today, {F2} covers for her
I talked to {F} yesterday about the {B} problem.
{F}'s car broke down near {X}.
That was {F1}'s idea, not {F2}'s.
I borrowed this from {P}'s brother.
the {L}s are moving to {C}
The {L} family has lived in {C} since {D}.
Everyone calls him {N}, but his real name is {P}.
{F} won the final round, and {N} came second.
{P}, better known as {N}, died on {D}.
She signs her paintings as {N}.
Her maiden name is {L}.
{P1}, née {L2}, was the oldest of six.
Mrs {L} ({L2} before she married) lives at {W}.
In case of emergency call {P} on {U}.
Next of kin: {P}, {U}
Please send the parcel to {P}, {A}.
Our new address is {A}.
The office moved to {A} in {D}.
I live at {W}, just behind {X}.
Pick me up at {W} at {T}.
He gave his address as {A}
Deliver to: {A}
We are at {W} in {C}.
The flat at {W} is still empty.
Turn left into {W} and park behind the church.
I grew up in {C}, {R}.
We flew from {C1} to {C2} via {C3}.
{F} moved from {C1} to {C2} for work.
Greetings from {C}!
They spent the summer in {K} and the winter in {C}.
Is the {X} open on {D}?
meet me at {X} {T}
The train to {C} leaves at {T}.
The road between {C1} and {C2} is closed.
Police in {C} are looking for {P}, last seen near {X}.
{K1} and {K2} signed the agreement in {C}.
Troops from {K} entered {C} on {D}.
He was deported from {K1} to {K2}.
She is {Q} and her husband is {Q2}.
As a {Q} woman in {C} I hear that a lot.
He holds {Q} citizenship.
My parents are {Q}; I was born in {K}.
I'm {Q} but I have lived in {K} all my life.
{F}'s wife is {Q}.
Nationality: {Q}
He was raised {Q} and never talks about it.
The {Q} striker {P} signed for {O}.
{Q} actress {P} has bought a house in {C}.
two {Q} students, {F1} and {F2}, shared the flat
{O} opened a new office in {C}.
{O1} bought {O2} for {M}.
Shares of {O} fell by {V} percent.
I have an account with {O}.
{O} still owes me {M}.
We met at a conference of {O} in {C}.
A spokesman for {O}, {P}, declined to comment.
{O1}, {O2} and {O3} all refused.
{P} of {O} said the offer stands.
{O}'s {P} told the court that she never signed.
{P} testified before {O} on {D}.
Does {O} deliver to {C}?
Went to {O} in {C} last night, great food, our waiter {F} was lovely.
{F} at {O} fixed my car in an hour. Ask for {F}!
Dr. {L} is the best {j} in {C}, highly recommended.
I would never take my dog to {O} again.
{O} on {W} is closed for good.
Reported by {P} on {D}
Reviewed-by: {P} <{E}>
Signed-off-by: {P} <{E}>
Author: {P}
Posted by {P} at {T}
Photo: {P}
Text: {P}. Pictures: {P2}.
From {P} in {C}
Attendees: {P1}, {P2}, {P3}, {F4} {L4}
Present: {H} {L1}, {H} {L2}, {P3}. Apologies: {P}.
cc: {P1}; {P2}; {P3}
To: {P} <{E}>
From: {P} [mailto:{E}]
{P} <{E}> wrote:
On {D}, {P} wrote:
Forwarded by {P}/{O} on {D} {T}
Attn: {P}, {J}
Name: {P}
Full name: {P}|Date of birth: {D}|Place of birth: {C}
First name: {F}|Last name: {L}|Age: {G}|City: {C}|Country: {K}
Surname: {L}|Given names: {F}|Nationality: {Q}
Patient: {P}, {G} y/o, referred by Dr. {L2}
Pt {L} is a {G}-year-old {Q} male with chest pain.
Patient {F} {L}, {G} years, lives alone in {C}. Daughter {F2} is next of kin.
Seen by Dr {L} at {O} on {D}.
Witness statement of {P}, {j}, of {A}
The claimant, {P1}, is represented by {P2} of {O}.
{L1} v. {L2}, decided on {D}
This agreement is between {P} ("the Tenant") and {O} ("the Landlord").
The Tenant shall pay {M} to {O} on the first day of each month.
Made in {C} between {O1}, a company registered in {K}, and {O2}.
{P} bequeaths the house at {W} to her nephew {P2}.
I, {P}, {j}, residing at {A}, declare as follows.
Booked for {P}, two nights, {D}, {C}.
Passenger: {L}/{F} {H}
Guest list: {F1}, {F2}, {F3}, {F4}, {L5} family
Teams: {F1} + {F2}, {F3} + {F4}
{F1}: are you coming?|{F2}: yes, ten minutes|{F1}: ok, {F3} is already here
{F1} ({T}): has {L2} replied?|{F2} ({T}): not yet|{F1} ({T}): call {O} then
<{F1}> anyone from {C} here?|<{F2}> me|<{F3}> {K}
[{T}] {P1}: Good morning|[{T}] {P2}: Morning {F1}!
{P1}: I never said that.|{P2}: You did, {F1}, in {C}.
{F1} asked: "Where is {F2}?"
"Come in, {F}," said {H} {L}.
"{F}!" she cried. "You came all the way from {C}?"
{F1} looked at {F2}, and {F2} looked away.
Old {L} closed the shop and went home to {F2}.
It was {F} who found the letter; {L2} had hidden it.
Little {F} could not sleep that night.
{H} {L1} had married a {L2}, one of the {X} {L2}s.
When {F1} arrived in {C}, {F2} had already left for {K}.
"Nonsense," replied {L}, lighting his pipe.
The village remembered {P} as a quiet {j}.
{P1} and {P2}, both of {C}, were fined {M}.
{F1}, {F2}, and {F3} are in the same class at {S}.
{F} got into {S}!!
Congratulations to {P} on her degree from {S}.
My teacher {H} {L} says I should apply to {S}.
{P} (born {D} in {C}, {K}) is a {Q} {j}.
{P} was a {Q} {j} and politician who lived in {C}.
{L} played for {O1} before moving to {O2} in {D}.
In {D}, {L} became a professor at {S}.
The film was directed by {P1} and stars {P2} and {P3}.
The song was written by {P1} and {L2} for {O}.
{P1} beat {P2} in straight sets in {C}.
{L1}, {L2} and {L3} scored for {O}.
Senator {L} of {R} voted against the bill.
President {L} will visit {K} on {D}.
{P}'s lawyer, {P2}, said his client was innocent.
The {R} governor met {P}.
{F} is from {C} and speaks {Q}-accented English.
Wedding of {F1} and {F2}, {D}, {X}, {C}
In loving memory of {P}, {D}
Happy birthday {F}! Hope {G} treats you well.
Happy {G}th, {F}!
I'm {G}, single, and I live in {C}.
At {G} I still could not drive.
He retired at {G} and moved to {K}.
Mum is {G} now and lives with {F} in {C}.
{F} ({G}), {C}: looking for a flat share
Tenant in flat 3: {P}, {j}, {G}
Kontakt: {P}, {U}
Tel. {U} ({P})
Call {F} {U}
{F}: {U}
{P} - {U} - {E}
{P},{E},{U},{C}
{L},{F},{D},{C},{K}
"{P}","{J}","{O}"
{"name": "{P}", "city": "{C}", "age": {G}}
{"firstName": "{F}", "lastName": "{L}", "employer": "{O}"}
name: {P}|title: {J}|company: {O}|city: {C}
| {P} | {J} | {C} |
INSERT INTO guests VALUES ('{F}', '{L}', {G}, '{C}');
Ticket opened by {P} ({O}), assigned to {P2}.
Assigned to {F}; reviewer {F2}
TODO({F}): ask {F2} whether this is still needed
# thanks to {P} for the fix
Minutes taken by {P}.
ACTION: {F} to call {O} by {D}.
{F1} to send the draft to {F2} and {H} {L3}.
{H} {L} opened the meeting at {T}.
Motion by {L1}, seconded by {L2}.
{P} presented the budget; {L2} asked about {O}.
Interview with {P}, {J} of {O}
Dear {F},|thank you for your letter of {D}.
Dear {H} {L},|I am writing about my stay at {O} in {C}.
Hi {F},|just a quick note.|{F2}
Hello {F} and {F2},|see you on {D}.|Best,|{F3}
Regards,|{P}
Best wishes,|{P}|{J}|{O}
Kind regards|{F} {L}|{O}|{A}
Yours sincerely,|{P}|{W}|{C}
Cheers,|{F}
Love,|{F1} & {F2}
--|{P}|{J}, {O}|{A}|Tel: {U}
-{F}
xx {F}
Thanks,|{F} {L}|{U}
Best,|{N}
Dear {F}, my bank {O} says that my card was used in {K}. I am {P} and I did not travel.
Could you change the name on my account from {P1} to {P2}?
please add my wife {P} to the policy
Is the appointment for {F} or for {F2}?
Who is {P}?
Do you know {F} {L}?
Tell me about {P}.
My boss {F} hates {B}.
Send {M} to {F} for the tickets.
Transfer {M} to {P} at {O}.
The account belongs to {P}, {A}
I lost my card, my name is {P} and my address is {A}
What is the weather in {C}?
Find hotels near {X}.
Flights to {C} under {M}?
cheap flights {C1} to {C2}
anyone been to {C}? or {K} in general?
Where can I buy {B} in {C}?
I love {C}, but {R} is too hot for me
Visited {X} in {C}, then {X2}. Beautiful!
#{C} was amazing
{C}, {K}
{C} ({K})
{C}, {D} - The {j} {P} was released.
{C1}: {V}, {C2}: {V}, {C3}: {V}
She works two jobs, as a {j} and as a {j2}.
I'm a {j} at {O}.
My mother was a {j}, my father a {j2}.
Occupation: {J}
Position: {J}|Employer: {O}|Since: {D}
{J}, {O}, {D}
{D} - {D2}: {J} at {O}, {C}
Experience|{O1}, {C1} - {J1}|{O2}, {C2} - {J2}
Education: {S}, {D}
References: {P1} ({O1}), {P2} ({O2})
{P}|{A}|{U}|{E}
{P}|{O}|{W}|{C}|{K}
Ship to:|{P}|{A}
Bill to: {O}, {A}, attn. {P}
Sender: {P}, {A}
{O}, {A}
Venue: {X}, {W}, {C}
Branch: {O}, {W}
Where: {O}, {A}|When: {D}
We meet on {D} at {O}, {W}.
Directions: from {X} walk up to {W}.
zip {V}, {C}, {R}
{C}, {R}
The {X} is named after the town of {C}.
My neighbours at {W}, the {L}s, have a dog.
Sgt. {L} arrested {P} near {X} on {D}.
Officer {L} took the statement of {P}.
The letter is signed "{F} {L}".
Thank you to {O} and to {P} for the support.
Acknowledgements: we thank {P1}, {P2}, {F3} {L3} and {O}.
{L1} and {L2} ({D}) show the same.
see {L} et al. ({D})
{L1}, {F1}; {L2}, {F2} ({D})
With {P} at {X}
{F} and the {L} brothers in {C}, {D}
{F} {L}, left, with {P2}, right, in {C}.
Kudos to {F}, {F2}, {L3} and the whole {O} team
RT {F} is right about {O}
{F} hat heute Geburtstag.
just saw {P} at {X}!!!
watching {O1} vs {O2} with {F}
{F} can you pls send me {F2}s number
wen is {F} coming back from {C}
did {L} ever pay you back?
i swear {F} {L} is the worst landlord in {C}
so {F} goes to me, "you look like {P}"
mr {L} said we have no homework
i met {F} thru {F2}, they both go to {S}
she said her name was {F}, from {C} i think
""".strip().split("\n")

FOREIGN = r"""
Ich heiße {P} und wohne in {C}.
Sehr geehrter Herr {L},|vielen Dank für Ihr Schreiben vom {D}.
Sehr geehrte Frau {L},|anbei die Unterlagen.|Mit freundlichen Grüßen|{P}
Liebe {F}, wie geht es dir? Grüße aus {C}, deine {F2}
Frau {L} aus {C} arbeitet bei {O}.
Herr {P}, {W}, {C}
Hallo {F}, kommst du am Freitag mit {F2} nach {C}?
Die {O} hat ihren Sitz in {C}.
Meine Adresse lautet {A}.
{P} wurde in {C} geboren und studierte an der {S}.
Bonjour, je m'appelle {P} et j'habite à {C}.
Monsieur {L} est arrivé de {C} avec {F2}.
Chère {F}, merci pour ta lettre. Bises, {F2}
Madame {P}, {A}
{P} travaille chez {O} à {C}.
Cordialement,|{P}|{O}
Me llamo {P} y vivo en {C}.
El señor {L} trabaja en {O}, en {C}.
Querida {F}: te escribo desde {C}. Un abrazo, {F2}
La doctora {L} atiende en {W}.
Saludos,|{P}
Mi chiamo {P}, abito a {C}.
Gentile Signora {L}, la ringrazio. Cordiali saluti, {P}
Il signor {P} lavora presso {O} a {C}.
Ciao {F}, ci vediamo a {C} con {F2}!
Mijn naam is {P} en ik woon in {C}.
Beste {F}, groetjes uit {C}, {F2}
Mevrouw {L} werkt bij {O}.
Meu nome é {P} e moro em {C}.
O senhor {L} trabalha na {O} em {C}.
Olá {F}, tudo bem? Abraços, {F2}
Nazywam się {P} i mieszkam w: {C}.
Pan {P} pracuje w {O}.
Jag heter {P} och bor i {C}.
Jeg heter {P} og bor i {C}.
Minun nimeni on {P}, asuinpaikka {C}.
Jmenuji se {P}, bydliště {C}.
Benim adım {P}, yaşadığım yer {C}.
Nama saya {P}, saya tinggal di {C}.
Tên tôi là {P}, tôi sống ở {C}.
Numele meu este {P}, locuiesc în {C}.
A nevem {P}, lakcím: {A}
Меня зовут {P}, я живу в городе {C}.
Уважаемый {P}, спасибо за письмо.
""".strip().split("\n")

CHINESE_CHAT = r"""
[SMS] {P1}: {P2}: {F1}, are you free tonight? I want to talk about the {B} plan.
[SMS] {P1}: {P1}: Haha, {Z2} is right, let's go to {X} on the weekend.
[SMS] {P1}: {Z2}, I have just arrived at {X}. Where is {F3}?
[Call] {P1} ({U}) - Connect
[Call 1] {Z1} ({U}) - Missed
[Push/{O1}] {O1}: Order update: 【{O1}】Your order has been shipped from {C} and will reach you before {T}.
[Push/{O1}] {O1}: Article saved: You have saved the article "How to Sleep Better" to your library.
[Push/{O1}] {O1}: Transfer notice: 【{O1}】You received a transfer of {M} from {P1}.
[Calendar] Dinner with {P1}|Location: {X}, {C}. Bring the documents for {Z2}.
[Calendar] Meeting with {Z1} of {O}|At {X}.
[Note] Shopping List|Flour, butter, eggs. Ask {F1} about the oven. Call {Z2} about the course at {O}.
[Note] Ideas for the trip|1. {C1}; 2. {X2}; 3. the old town of {C3}. {F1} wants to see {X}.
[Photo] {P1} and {Z2} in front of {X}, {C}
[Assistant chat]|User: I promised {F1} to help with the move, but {Z2} wants me in the office. What should I do?|Assistant: I understand, {F3}. You could tell {Z2} early and meet {F1} in the evening.
User: My colleague {P1} from {O} is always late. Assistant: Have you talked to {F1} about it?
[SMS] {Z1}: Hello {P2}, this is {P1} from {O}. Your appointment is at {T} at {W}, {C}.
[SMS] {O}: Dear {P1}, your application has been approved. Please bring your ID to {X}.
{P1} told me that {Z2} has bought a flat near {X}.
{Z1} and {F2} will take the high-speed train from {C1} to {C2}.
Remind {F1} that the parents' meeting with {Z2} was moved to {T}.
""".strip().split("\n")

# Nothing here is a person, place, organisation, address, job of somebody, age of a person, or date.
NEGATIVES = r"""
I will mark the page and bill the client later.
We may march on, come what may.
She rose early and picked a rose; the olive and the lily were in the shade.
A Gaussian prior, a Markov chain and a Poisson process walk into a bar.
Bayes' theorem and Dijkstra's algorithm are on the exam.
We used the Kolmogorov-Smirnov test and a Wilcoxon rank-sum test.
Parkinson's disease, Alzheimer's and Crohn's are treated here.
The Doppler effect, the Carnot cycle and the Hall effect are in chapter {V}.
Use the Fourier transform, then apply a Hamming window.
The Pareto frontier is shown in the figure.
Nash equilibrium, Turing machine, Boolean algebra, Cartesian product.
set the Reynolds number to {V} and the Mach number to 0.3
Newton's second law, Ohm's law and Hooke's law
Murphy's law strikes again: the build broke at {T}.
It runs at {V} hertz, about {V} watts and two pascals.
Tighten the Allen key and the Phillips screw.
The diesel engine needs a new Bunsen burner, said nobody ever.
I ordered a Caesar salad, a margarita and a Bloody Mary.
A Molotov cocktail, a Jack Russell, a Saint Bernard and a Siamese cat
My iPhone and my Kindle are both dead.
Install Docker, then run the Jenkins job and check Grafana.
Start Apache, restart Tomcat, and rotate the Kafka logs.
import Alice from './alice'; export default Bob;
class MarkovChain: def sample_will(self): return self.rose
int jack_audio_init(struct will_t *mark);
const maxGrant = frank.length; // see issue {V}
function getGrace(period) { return period.grace; }
john = User.objects.create(username='test')
let dean = new Array(10);
the carol service, a robin on the fence, and a jay
Merry Christmas and a happy New Year to everyone!
Happy Easter! Happy Mother's Day!
Will you sign here? Grant me one wish.
Faith, hope and joy are all we need.
Chase the ball, Max out the volume, Drew a line.
Frank discussion, rich text, long list, young team, white paper, brown sugar.
Dear Sir or Madam, to whom it may concern,
Dear customer, your order number {V} has been shipped.
Hi everyone, thanks for all the help!
Hello there, how are you today?
Good morning team,
Hey guys, hey mate, hi mom, hi dad, hi honey
Best regards, your support team
Thanks in advance!
Sent from my phone
My mother, my uncle and my boss were there.
The tenant shall inform the landlord. The Borrower waives notice to the Lender.
The doctor told the patient to rest. The nurse left.
The teacher praised the student, and the principal agreed.
We are hiring! Apply now and join a growing team.
Looking for an experienced nurse? Read our guide to hiring.
Players aged {V} and over get a discount; the minimum age is {V}.
The building is {V} years old. The warranty runs for {V} years.
The river is {V} km long and {V} m deep.
version {V}.{V}.{V}, build {V}
ERROR {V}: connection reset by peer at {T}
INFO main - Started Application in {V} seconds
{T} WARN retry {V} of {V}
Chapter {V}: The Long Road
Figure {V}. Table {V}. Appendix A. Section B.
I had French fries, a Danish, Swiss cheese and Turkish delight.
Chinese checkers and Russian roulette are games.
He wore Bermuda shorts with a Hawaiian shirt and ate a Brussels sprout.
the china cabinet, a turkey sandwich, a java program and a jersey
Champagne, Cheddar, Bordeaux, Cologne and Bologna are also products.
The Paris Agreement and the Geneva Conventions
time zone Europe/Berlin, region us-west-2, locale en_US
Page {V} of {V}
Click here to read more.
Add two cups of flour, one egg, and a pinch of salt.
The quick brown fox jumps over the lazy dog.
Monday's specials are on the board.
Press Enter to continue, Escape to quit.
Great service, Great food, Great price!!
BEST PLACE EVER!!! DO NOT MISS IT
I LOVE THIS SO MUCH
I can't believe it, Lol, Wow, Omg, Yay
Very Good Product, Would Buy Again.
Subject: Re: Meeting Agenda - Final Version
Terms and Conditions, Privacy Policy, Contact Us, About
Attached please find the Master Agreement and the Gas Daily curves.
The Lord of hosts, the Good Samaritan, the Big Bang and the Milky Way
Dr. is short for doctor; Mr. is short for mister.
Our Father, who art in heaven
God knows, Jesus Christ, what a mess
Let X be a random variable and let Q be a matrix.
{B} is out of stock again, get a {B2} instead.
The new {B} beats the {B2} in every test.
I sold my {B} for {M}.
Wisdom and Discipline are capitalized here, like Names are.
The Board, the Committee, the Company and the Agreement are defined above.
Please see the README and run make test.
She is a member of the team. He is the manager on duty.
""".strip().split("\n")

BRANDS = """iPad|MacBook Air|Kindle|Galaxy S9|ThinkPad|Civic|Corolla|Mustang|Golf GTI|Model 3|PlayStation 5|Xbox|Switch|Coke|Pepsi|
Nutella|Nescafe|Lego|Barbie|Photoshop|Excel|Outlook|Windows 10|Ubuntu|Firefox|Chrome|Jira|Python|Java|Ruby|Rust|Julia|
Perl|Django|Rails|Hibernate|Spring|Maven|Hadoop|Spark|Cassandra|Redis|Elastic|Jasper|Jupyter|Alexa|Siri|Cortana|Watson""".replace("\n", "").split("|")

OPENINGS = ["Dear {F},", "Hi {F},", "Hello {F},", "Hey {F}!", "Dear {H} {L},", "{F},", "{F} -", "Good morning {F},", "Dear Prof. {L},",
            "Hi {F1} and {F2},", "Dear all,", "Hi team,", "Dear Sir or Madam,", "Hallo {F},", "Morning {F}", "hi {F}", "Dear {P},"]
BODIES = """thank you for your message of {D}.
I hope you are well.
As discussed with {F2}, the meeting moves to {T}.
Could you send me the contract with {O} once {H} {L3} has signed it?
The visit to {C} went well and we met {P4} from {O}.
Please find attached the report.
I am afraid that I cannot make it on {D}.
Let me know what you think.
{F2} told me that you are looking for a new {j} in {C}.
My colleague {P2} will be in touch.
We would like to invite you to {X} on {D}.
The invoice of {M} is still open.
{L3} was not happy about the delay, to put it mildly.
Did {F2} ever hear back from {O}?
I will be in {C} until {D}, then back in {C2}.
Our mutual friend {F4} sends her regards.
Can we talk at {T}? My number is {U}.
This is just to confirm the changes we made to the schedule.
I have copied {P5} and {H} {L3}, who know the details.
The parcel should go to {A}, not to the old address.
My son {F5} is {G} now and wants to study at {S}.""".split("\n")
CLOSINGS = ["Best,|{F9}", "Regards,|{P9}", "Kind regards,|{P9}|{J}|{O9}", "Thanks,|{F9}", "Cheers|{F9}", "Yours sincerely,|{P9}",
            "Best regards|{P9}|{O9}|{A}|{U}", "{F9}", "-- |{P9}|{J}|{O9}|Phone {U}|{E}", "Love,|{F9}", "Many thanks,||{F9} {L9}", "/{F9}", "{P9}",
            "Take care,|{F9}", "Talk soon,|{F9} x", "Sincerely,||{P9}|{W}|{C}"]
