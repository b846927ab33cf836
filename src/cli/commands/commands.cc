// The table of commands.
#include "cli/flags.h"

namespace lauter {
namespace {

constexpr CommandSpec kCommands[] = {
    {.id = Command::kRefine,
     .name = "refine",
     .arguments = "INPUT... -o OUT",
     .summary = "find private data, replace it, verify, write",
     .details = R"(Writes every row of INPUT to OUT: rows with private data or secrets refined, all
others byte for byte as they were, rows that cannot be read or that fail
verification to OUT/rejected with the reason. OUT is a folder; with - refined
rows go to standard output as JSONL and rejected rows are counted only.

OUT holds data/ (the inputs' names and compression), edits/ (what was done to
each row), rejected/, report.json, report.html, and state/ for --resume. A run
can be stopped at any moment, and goes on with --resume inside files too; the
final bytes are the same. They do not depend on --threads either.)",
     .example = R"(lauter refine corpus/ -o refined
lauter refine big.jsonl.zst -o out --threads 16 --key-file corpus.key
cat in.jsonl | lauter refine - -o - --quiet > out.jsonl)"},
    {.id = Command::kFind,
     .name = "find",
     .arguments = "INPUT...",
     .summary = "only find; JSONL on stdout",
     .details = R"(Prints a row for every input row, in input order:
{"id","spans":[{"start","end","label","score","rule"}]}. Offsets are bytes of
the row's UTF-8 text, half-open. A row that cannot be read gives
{"id":"FILE:ROW","error":"..."} in its place. A row that a step of the recipe
would drop has "dropped":"REASON" behind its spans.)",
     .example = R"(lauter find mails.jsonl > found.jsonl
echo '{"text":"call 020 7946 0018"}' | lauter find -)"},
    {.id = Command::kProgram,
     .name = "program",
     .arguments = "INPUT...",
     .summary = "only decide: the edit program of every row, JSONL on stdout",
     .details = R"(Prints {"id","program":[OP...]} for every input row, in input order; `lauter
apply` executes such programs. A row that cannot be read, or that verification
holds back, gives {"id","error"} in its place.)",
     .example = R"(lauter program mails.jsonl > programs.jsonl)"},
    {.id = Command::kApply,
     .name = "apply",
     .arguments = "--programs P INPUT... -o OUT",
     .summary = "execute edit programs on the originals, or undo them",
     .details = R"(Applies the programs in P (what `lauter program` prints, or OUT/edits) to the
rows of INPUT by id. Rows without a program, and rows that a program does not
fit, are rejected. With --invert the rows of INPUT are the refined ones and the
originals come back; that needs a log made with --reversible, and its key.)",
     .example = R"(lauter apply --programs programs.jsonl mails.jsonl -o applied
lauter apply --invert --programs out/edits out/data -o original --key-file out.key)"},
    {.id = Command::kExplain,
     .name = "explain",
     .arguments = "INPUT --id ID",
     .summary = "show one document as a coloured diff, with every edit's cause",
     .details = R"(Refines the one row with this id (FILE:ROW if rows have none) and shows what
would be changed, by which rule, with which score, and what verification says.
Found values are shown in the clear: this is for your eyes.)",
     .example = R"(lauter explain mails.jsonl --id mails.jsonl:17)"},
    {.id = Command::kMeasure,
     .name = "measure",
     .arguments = "KIND --gold G --pred P, diversity INPUT, ladder",
     .summary = "score against gold files; JSON on stdout, a table on stderr",
     .details = R"(`pii` compares the output of `lauter find` with gold rows
{"id","text","spans":[{"start","end","label"}]} by the rule of
docs/CATEGORIES.md; `code` scores found secrets by line and by repository;
`edits` scores the deletions of programs by character, line and document, what
they do to clean documents and to quality, by the definitions of the guide;
`toxicity` scores abusive spans, document scores and rewrites; `ai-text` says
how well ai_likeness tells people from machines; `diversity` says
of a sample of texts how rich its words are, how alike its texts, and how much
of the language's tail and of --reference it covers; `ladder` takes no --pred: it
asks every endpoint of --recipe, once for each of --shots, about the gold rows,
and prints recall, precision and cost.)",
     .example = R"(lauter find gold.jsonl > pred.jsonl
lauter measure pii --gold gold.jsonl --pred pred.jsonl
lauter program gold.jsonl --recipe filters > programs.jsonl
lauter measure edits --gold gold.jsonl --pred programs.jsonl
lauter measure toxicity --gold comments.jsonl --pred found.jsonl
lauter measure diversity made.jsonl --reference human.jsonl
lauter measure ladder --gold gold.jsonl --recipe with-llm.yaml --shots 0,4)"},
    {.id = Command::kReport,
     .name = "report",
     .arguments = "OUT",
     .summary = "rebuild report.html from a finished run",
     .details = R"(Reads OUT/report.json and writes OUT/report.html anew.)",
     .example = R"(lauter report refined)"},
    {.id = Command::kRecipe,
     .name = "recipe",
     .arguments = "list | show NAME|FILE | check NAME|FILE",
     .summary = "list the built-in recipes, print one fully resolved, or check one",
     .details = R"(`show` prints every key of a recipe with its value, and on standard error the
hash that stands in reports. What it prints is a recipe again. `check` reads a
recipe with the files of its lists, and says what is wrong or that all is well.)",
     .example = R"(lauter recipe show anonymize > mine.yaml
lauter recipe check mine.yaml
lauter recipe show mine.yaml --set surrogates.default=mask)"},
    {.id = Command::kModels,
     .name = "models",
     .arguments = "list | show NAME | verify",
     .summary = "the embedded models, their cards and checksums",
     .details = R"(`list` says which models this program carries, `show` prints the card of one: what it was
trained on, what it reaches, what it must not be used for. `verify` reads every weight and compares
the checksum with the card's.)",
     .example = R"(lauter models list)"},
    {.id = Command::kDoctor,
     .name = "doctor",
     .arguments = "",
     .summary = "what this machine has, what is missing and how to get it",
     .details = R"(Prints processor features, cores, memory, graphics cards and libraries; and for each endpoint of
the recipe whether it answers and whether its key is set. Keys are not printed.)",
     .example = R"(lauter doctor
lauter doctor --recipe with-llm.yaml)"},
    {.id = Command::kCompletions,
     .name = "completions",
     .arguments = "bash|zsh|fish",
     .summary = "print a shell's completion script",
     .details = R"(Prints the script to standard output.)",
     .example = R"(source <(lauter completions bash))"},
    {.id = Command::kMan,
     .name = "man",
     .arguments = "",
     .summary = "print the manual page",
     .details = R"(Prints the page in roff to standard output.)",
     .example = R"(lauter man | man -l -)"},
    {.id = Command::kDistill,
     .name = "distill",
     .arguments = "--raw A --refined B -o OUT",
     .summary = "pairs of raw and expert text to minimal deletion programs",
     .details = R"(Pairs the rows of A and B by id, takes the exact minimal difference of their
texts and writes what a refine model shall learn: OUT/programs.jsonl with rows
{"id","program":[OP...]} for `lauter apply`, OUT/rejected.jsonl with reasons,
OUT/report.json with histograms. Deletions are kept, insertions and replacements
dropped; pairs that were rewritten, and pairs of which next to nothing was
deleted, are rejected. Exit code 1 says that some were.)",
     .example = R"(lauter distill --raw web.jsonl --refined rewritten.jsonl -o distilled
lauter distill --raw web.jsonl --refined rewritten.jsonl -o distilled --dialect refinex)"},
    {.id = Command::kScore,
     .name = "score",
     .arguments = "INPUT...",
     .summary = "score every row; JSONL on stdout",
     .details = R"(Prints {"id","scores":{...}} for every input row, in input order: by default
quality (the share of the text on lines that C4's rules keep), lexical richness
and diversity under the names of the field (ttr, rttr, cttr, herdan, summer,
dugast, maas, msttr, mattr, mtld, hdd, distinct_1 to distinct_8), null where a
text is too short for one; with --metrics others, toxicity among them. A row
that cannot be read gives {"id","error"} in its place.)",
     .example = R"(lauter score made.jsonl > scores.jsonl
lauter score comments.jsonl --metrics toxicity > scores.jsonl
lauter score mixed.jsonl --metrics ai_likeness > likeness.jsonl)"},
    {.id = Command::kCurate,
     .name = "curate",
     .arguments = "--recipe FILE.yaml -o OUT, train-detector INPUT... -o MODEL",
     .summary = "order and mix sources of human and machine-made text",
     .details = R"(Reads the sources that the recipe names, removes duplicates, scores every
document, learns what the recipe leaves to be learnt by small proxy runs, and
writes the texts in the order in which they train best: OUT/data, a row about
every document in OUT/manifest.jsonl.zst, and OUT/report.json and report.html
with shares, what was learnt, and the curve of inclusion against random order.
The bytes depend on inputs and recipe alone, not on --threads. A run that was
stopped goes on from its scores with --resume. Exit code 1 says
that rows could not be read; they are in OUT/rejected. The guide has the keys of
the recipe; examples/recipes/mix.yaml is one to start from.

`curate train-detector` learns to tell machine-made from human text: rows of
--human and --machine, or rows whose --label-field says who made them. Texts of
one --group-field value and near duplicates are held out together, with
--domain-field whole domains. Prints what the detector reaches on texts it was
not trained on: JSON with the facts on stdout, a table on stderr. `lauter score
--metrics ai_likeness --detector MODEL` uses it.)",
     .example = R"(lauter curate --recipe examples/recipes/mix.yaml -o mixed
lauter curate --recipe mix.yaml --set strategy.mix=learnt -o learnt
lauter curate train-detector --human ours.jsonl --machine theirs.jsonl -o mine.bin
lauter curate train-detector rows.jsonl --label-field source --group-field pair -o mine.bin)"},
    {.id = Command::kTask,
     .name = "task",
     .arguments = "OUT --task K|final",
     .summary = "compute a share of a run that was planned for many processes",
     .details = R"(What `lauter refine --executor` makes the nodes of a cluster run; nothing to type
by hand as a rule. Task K computes its share of the shards of OUT/state/plan.jsonl,
then what others have not begun. Any task may be stopped, run again, or run twice
at once. When all have ended, the task `final` puts the outputs together and
writes the report; if shards are missing it names them and ends with status 2.
--threads is by default what Slurm gave to the task, else the cores.)",
     .example = R"(lauter refine corpus/ -o out --executor shell --tasks 4 | sh
lauter task out --task 3)"},
    {.id = Command::kStatus,
     .name = "status",
     .arguments = "OUT",
     .summary = "how far a run is, and what failed",
     .details = R"(Prints the tasks and shards of a cluster run, rows, speed, the time that is left,
and why tasks failed; of a run on this machine what its journal says.)",
     .example = R"(lauter status out
lauter status out --json | jq .shards)"},
    {.id = Command::kAnonymize,
     .name = "anonymize",
     .arguments = "INPUT... -o OUT",
     .summary = "short for `refine --recipe anonymize`",
     .details = R"(Replaces private data and secrets by stand-ins; takes the flags of `refine`.)",
     .example = R"(lauter anonymize corpus/ -o private-data-gone)",
     .recipe = "anonymize"},
    {.id = Command::kDetoxify,
     .name = "detoxify",
     .arguments = "INPUT... -o OUT",
     .summary = "short for `refine --recipe detoxify`",
     .details = R"(Takes out abuse and leaves the rest; takes the flags of `refine`.)",
     .example = R"(lauter detoxify comments.jsonl -o civil)",
     .recipe = "detoxify"},
    {.id = Command::kClean,
     .name = "clean",
     .arguments = "INPUT... -o OUT",
     .summary = "short for `refine --recipe clean`",
     .details = R"(Takes out menus, banners and other junk lines; takes the flags of `refine`.)",
     .example = R"(lauter clean crawl.jsonl.zst -o text)",
     .recipe = "clean"},
    {.id = Command::kCategories,
     .name = "categories",
     .arguments = "",
     .summary = "the categories of private data, with their other names",
     .details = R"(Prints each category with what it is and the names that mean it, too: those of
common use, of Presidio's entities and of Google's infoTypes. Recipes and flags
take all of them, and the names of groups.)",
     .example = R"(lauter categories
lauter categories --format json | jq -r '.[] | select(.group == "contact") | .name')"},
    {.id = Command::kDedup,
     .name = "dedup",
     .arguments = "INPUT... -o OUT",
     .summary = "drop rows that are equal or nearly equal to an earlier one",
     .details = R"(Reads INPUT twice: first it finds rows whose texts are the same bytes or overlap
by --overlap, then it writes every row that is no duplicate to OUT as it was, and
the others to OUT/rejected, each with the reason `duplicate of ID`. Of a group the
first row in the order of INPUT stays. Files, --resume and clusters are those of
`refine`; `use: dedup` is the same as the first step of a recipe.)",
     .example = R"(lauter dedup corpus/ -o unique
lauter dedup corpus/ -o unique --exact
lauter dedup corpus/ -o unique --executor slurm --tasks 100)"},
    {.id = Command::kReview,
     .name = "review",
     .arguments = "OUT",
     .summary = "judge the edits of a finished run, on a page in the browser",
     .details = R"(Serves a page on 127.0.0.1 on which a person accepts and rejects edits and marks
what was missed. Decisions are appended to OUT/review/decisions.jsonl; --export
turns them into a recipe, gold rows, training rows or corrected programs. It is
part of the Python package (pip install lauter), whose `lauter review --help`
has the flags; the guide says how to review.)",
     .example = R"(lauter review refined
lauter review refined --export recipe -o better.yaml)"},
    {.id = Command::kVerify,
     .name = "verify",
     .arguments = "OUT",
     .summary = "check that a finished run is still what it was",
     .details = R"(Checks OUT, the folder (or FILE of -o FILE) of a finished refine, apply or dedup:
rows in = kept + edited + rejected by report, journal and log; every log row
against its row in data/ or rejected/; that no file is missing, and none is there
that no run made. With --inputs the programs are applied again, and data/ and
rejected/ must be what that gives, byte for byte. With the key (OUT.key, or
--key-file) keyed hashes are computed again. Each fault is a line on stderr: file,
row, what is wrong; no value is shown. The exit code is 0 if all is sound, 1 if
not, 2 if it cannot be checked. The guide says what is known without inputs or
key. An OUT s3://... is fetched first.)",
     .example = R"(lauter verify refined --inputs corpus/
lauter verify refined --json | jq .sound)"},
    {.id = Command::kTrain,
     .name = "train",
     .arguments = "quality --good A --bad B -o MODEL",
     .summary = "learn from rows of your own what a good text is",
     .details = R"(Reads the rows of --good and --bad (20 different ones of each at least), learns a
linear model over runs of characters and words, and writes it to MODEL, a file of
262 KB. What it reaches on texts that it had not seen is said on standard error
(AUROC with its 95 % interval), and as JSON on standard output and in the file.
Near duplicates are held out together. The same rows and --seed give the same
bytes. `use: quality` in a recipe drops what scores low, `lauter score --metrics
quality_model --quality-model MODEL` prints the scores.)",
     .example = R"(lauter train quality --good kept.jsonl --bad junk.jsonl.gz -o mine.quality
lauter score corpus.jsonl --metrics quality_model --quality-model mine.quality)"},
};

}  // namespace

std::span<const CommandSpec> command_specs() { return kCommands; }

bool takes(Command command, const FlagSpec& flag) {
  if (command_spec(command).recipe.empty()) return (flag.commands & set_of(command)) != 0;
  return (flag.commands & set_of(Command::kRefine)) != 0 && flag.name != "recipe";
}

const CommandSpec& command_spec(Command command) { return kCommands[static_cast<size_t>(command)]; }

std::optional<Command> command_from_name(std::string_view name) {
  for (const CommandSpec& spec : kCommands) {
    if (spec.name == name) return spec.id;
  }
  return std::nullopt;
}

}  // namespace lauter
