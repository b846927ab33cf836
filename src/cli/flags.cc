// The table of flags.
#include "cli/flags.h"

namespace lauter {
namespace {

constexpr CommandSet kDedups = set_of(Command::kDedup);
constexpr CommandSet kRuns = set_of(Command::kRefine) | kDedups;
constexpr CommandSet kRefines = set_of(Command::kRefine) | set_of(Command::kProgram);
constexpr CommandSet kScans = kRefines | set_of(Command::kFind) | set_of(Command::kExplain);
constexpr CommandSet kTrains = set_of(Command::kTrain);
constexpr CommandSet kDistills = set_of(Command::kDistill);
constexpr CommandSet kReads =
    kScans | set_of(Command::kApply) | kDistills | set_of(Command::kScore) | kDedups | kTrains;
constexpr CommandSet kStreams = kRefines | set_of(Command::kFind) | set_of(Command::kScore) |
                                set_of(Command::kApply) | kDistills | kDedups;
constexpr CommandSet kWrites = kRuns | set_of(Command::kApply) | kDistills |
                                set_of(Command::kCurate);
constexpr CommandSet kMeasures = set_of(Command::kMeasure);
constexpr CommandSet kCurates = set_of(Command::kCurate);
constexpr CommandSet kVerifies = set_of(Command::kVerify);
constexpr CommandSet kObjects = kReads | kMeasures | kCurates | set_of(Command::kReport) |
                                 set_of(Command::kDoctor) | set_of(Command::kStatus) | kVerifies;
constexpr CommandSet kAll = ~CommandSet{0};

constexpr FlagSpec kFlags[] = {
    {.name = "format", .letter = 'f', .value = "FORMAT", .group = "Input",
     .help = "read INPUT as this format, whatever its suffix says",
     .details = R"(jsonl, json (an array, or objects one behind the other), csv, tsv, text, code, warc or wet, with .gz,
.zst, .xz or .bz2 behind it if compressed; parquet. `--format code` takes a source tree, one document a
file: `lauter refine --format code src/ -o out`. Of `categories`: text or json, what it prints.)",
     .by_default = "by suffix; - is jsonl", .commands = kReads | kMeasures | kCurates | set_of(Command::kCategories)},
    {.name = "text-field", .value = "FIELD", .group = "Input",
     .help = "field of a row that holds its text",
     .details = R"(A path through objects has dots: `--text-field message.body`. All other fields are
carried through unchanged. Of CSV it is the name of a column.)",
     .by_default = "text", .commands = kReads | kMeasures | kCurates},
    {.name = "fields", .value = "PATH", .group = "Input",
     .help = "texts of a row that has several: a chat, a prompt and its answers",
     .details = R"(May be repeated, or a list with commas. `.` goes into objects, `[]` into lists, a list of
parts gives its texts: `--fields 'messages[].content'`, `--fields prompt,chosen,rejected`. All are one document, and one row: if one
cannot be refined, the row is rejected. Edits say their "field" and offsets within it. auto takes what is there of: messages (chats),
conversations (ShareGPT), conversation, prompt, completion, chosen, rejected, instruction, input, output, question, and beside these of
system, system_prompt, context, response, answer; else text, else content.)",
     .by_default = "text; for rows without it, auto", .commands = kReads | kMeasures, .repeated = true},
    {.name = "all-fields", .group = "Input",
     .help = "every string of a row is text, but its id",
     .details = R"(Strings in objects and lists too, at any depth; of a table every column of strings. In place of --fields; what a recipe
says of single fields (`fields: {email: hash}`) still holds.)",
     .commands = kScans | set_of(Command::kApply)},
    {.name = "drop-fields", .value = "PATH", .group = "Input",
     .help = "fields that are left out of the written rows",
     .details = R"(May be repeated, or a list with commas; paths as of --fields: `--drop-fields email,meta.ip`, `--drop-fields 'messages[].name'`.
Objects lose the member, tables the column. Nobody looks at what they hold. Each row's log names them as "dropped"; their values are
kept nowhere, so such a run cannot be inverted.)",
     .commands = kScans | set_of(Command::kApply), .repeated = true},
    {.name = "roles", .value = "ROLE", .group = "Input",
     .help = "of a chat, only the turns of these speakers",
     .details = R"(May be repeated, or a list with commas. Compared with `role` or `from` of a turn; the other turns stay as
they are: `--roles user`.)",
     .by_default = "all", .commands = kReads | kMeasures, .repeated = true},
    {.name = "id-field", .value = "FIELD", .group = "Input",
     .help = "field of a row that holds its id",
     .details = R"(A string or a number; of Parquet any type. A row without one is called FILE:ROW:
`--id-field doc.id`.)",
     .by_default = "id", .commands = kReads},
    {.name = "duckdb", .value = "PATH", .group = "Input",
     .help = "the library that reads and writes Parquet: libduckdb.so of DuckDB 1.3 or later",
     .details = R"(Needed for .parquet files alone. `lauter doctor` says whether it is found; the environment
variable LAUTER_DUCKDB names it too: `lauter refine x.parquet -o out --duckdb ~/lib/libduckdb.so`.)",
     .by_default = "LAUTER_DUCKDB, else beside lauter, else where the system looks",
     .commands = kReads | kMeasures | kCurates | set_of(Command::kDoctor) | kVerifies},
    {.name = "limit", .letter = 'n', .value = "N", .group = "Input",
     .help = "stop after N rows",
     .details = R"(Over all inputs, in order. For a first look: `lauter refine big.jsonl.zst -o try
--limit 1000`.)",
     .by_default = "all", .commands = kStreams},
    {.name = "output", .letter = 'o', .value = "OUT", .group = "Output",
     .help = "folder to write to, a file such as FILE.jsonl.gz, or - for JSONL on stdout",
     .details = R"(A folder that is not empty is refused unless --resume or --overwrite is given. FILE.jsonl (or .jsonl.gz,
.jsonl.zst; of one input also a file of its format) is one file in place of OUT/data, of refine and apply;
the rest goes to FILE.jsonl.lauter beside it. `-o s3://bucket/prefix`
writes to object storage, where files appear when they are complete.)",
     .commands = kWrites | kCurates | kTrains},
    {.name = "on-error", .value = "row|drop|fail", .group = "Output",
     .help = "with -o -: what stands in place of a row that is held back",
     .details = R"(row: {"id","error"}, so that every row in gives one row out, in the same place. drop: nothing.
fail: the run ends there, after all rows before it. In any case it is counted, and the exit code is 1
(fail: 2): `lauter refine - -o - --on-error drop < in.jsonl`.)",
     .by_default = "row if INPUT is -, else drop", .choices = "row|drop|fail", .commands = kRuns},
    {.name = "framing", .value = "lines|length", .group = "Input",
     .help = "how the JSON records of - (standard input) and of stdout follow one another",
     .details = R"(lines: one on each line. length: before each record its length in bytes, as 4 bytes, big-endian;
then a record may hold line ends or any other byte: `lauter find - --framing length`.)",
     .by_default = "lines", .choices = "lines|length", .commands = kRefines | set_of(Command::kFind) | set_of(Command::kScore)},
    {.name = "resume", .group = "Output",
     .help = "go on with a run that was stopped",
     .details = R"(In the middle of a file too; the final bytes are those of a run that was not stopped.
Inputs, recipe, key and row flags must be the same: `lauter refine big.jsonl -o out --resume`. curate goes
on from its scores; what it learns from them it learns again.)",
     .commands = kRuns | set_of(Command::kApply) | kCurates},
    {.name = "overwrite", .group = "Output",
     .help = "replace what an earlier run wrote to OUT",
     .details = R"(Removes data, edits, rejected, state, programs.jsonl, rejected.jsonl, manifest, weights and the reports
in OUT, and nothing else: `lauter refine in.jsonl -o out --overwrite`.)",
     .commands = kWrites},
    {.name = "stage", .value = "DIR", .group = "Output",
     .help = "where files of an OUT s3://... wait for their upload, and copies of Parquet objects are",
     .details = R"(Below it a folder of its own for each OUT, removed at the end of the run; --resume goes on from it.
It holds the growing files and up to 1 GiB of finished ones; of Parquet inputs s3://... up to three
whole files: `--stage /mnt/nvme`. With --executor all nodes must see it.)",
     .by_default = "~/.cache/lauter", .commands = kReads | kMeasures | kCurates | set_of(Command::kStatus) | kVerifies},
    {.name = "dry-run", .group = "Output",
     .help = "estimate what the recipe's language models would cost; ask nobody, write nothing",
     .details = R"(Reads all of INPUT, takes a sample of 1,000 rows through the steps, and prints rows, requests, tokens,
money and time at the endpoints' caps, each with its 95 % interval, as JSON: `lauter refine in.jsonl
--recipe with-llm.yaml --dry-run`.)",
     .commands = set_of(Command::kRefine)},
    {.name = "executor", .value = "NAME", .group = "Output",
     .help = "who computes: this process, or many on a cluster",
     .details = R"(slurm: plans, submits a job array and a final job, and returns; `lauter status OUT` shows how
they are, and --resume submits what is missing. shell: plans, and prints the commands to run, the last
one when the others have ended: `lauter refine corpus/ -o out --executor slurm --tasks 100`.)",
     .by_default = "local", .choices = "local|slurm|shell", .commands = kRuns},
    {.name = "tasks", .value = "N[%M]", .group = "Output",
     .help = "into how many tasks --executor cuts a run, and how many run at a time",
     .details = R"(Bytes do not depend on it: `--tasks 1000%200`. With --resume N is that of the plan.)",
     .commands = kRuns},
    {.name = "slurm-args", .value = "WORDS", .group = "Output",
     .help = "what sbatch is told besides",
     .details = R"(`--slurm-args "--partition=cpu --cpus-per-task=64 --mem=32G --time=4:00:00"`.)",
     .commands = kRuns},
    {.name = "task", .value = "K|final", .group = "Output",
     .help = "which task this process is",
     .details = R"(A number from 0, or `final`: `lauter task out --task final`.)",
     .commands = set_of(Command::kTask)},
    {.name = "reversible", .group = "Output",
     .help = "seal the originals into the log, so that the key restores them",
     .details = R"(Without it the log has only keyed hashes of what was replaced. Undo with
`lauter apply --invert`. The same as `--set output.reversible=true`.)",
     .commands = kRefines | set_of(Command::kApply)},
    {.name = "show-values", .group = "Output",
     .help = "show found values in the report's samples",
     .details = R"(Then the report holds private data: keep it as safe as the input. Without it the
samples show stand-ins and labels, and deleted junk without the values in it.)",
     .commands = kRuns},
    {.name = "dialect", .value = "NAME", .group = "Output",
     .help = "how programs are written",
     .details = R"(`lauter` is JSON ops with byte offsets and says everything. The text dialects put
calls such as `remove_lines(1, 2)` into `program_text`; what they cannot say is counted. For
`lauter apply` it is the dialect of `program_text` in rows that do not name theirs; without it the
calls tell refinex (`remove_lines(1, 2)`) from prox (`remove_lines(line_start=0, line_end=1)`).)",
     .by_default = "lauter", .choices = "lauter|refinex|prox|ultrax",
     .commands = set_of(Command::kProgram) | set_of(Command::kApply) | kDistills | kMeasures},
    {.name = "s3-endpoint", .value = "URL", .group = "Object storage",
     .help = "the server of s3://... if it is not Amazon's",
     .details = R"(Like AWS_ENDPOINT_URL_S3 and endpoint_url of a profile, before which it goes:
`lauter find s3://corpus/web/ --s3-endpoint https://minio.example:9000`.)",
     .by_default = "Amazon's of the region", .commands = kObjects},
    {.name = "s3-style", .value = "STYLE", .group = "Object storage",
     .help = "where the bucket stands in requests",
     .details = R"(`virtual`: https://BUCKET.HOST/KEY. `path`: https://HOST/BUCKET/KEY. `auto`: virtual with Amazon, path
with other endpoints.)",
     .by_default = "auto", .choices = "auto|path|virtual", .commands = kObjects},
    {.name = "s3-anonymous", .group = "Object storage",
     .help = "ask for s3://... without credentials",
     .details = R"(For public buckets. Without it credentials are needed: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or
a profile of ~/.aws/credentials (AWS_PROFILE).)",
     .commands = kObjects},
    {.name = "recipe", .letter = 'r', .value = "NAME|FILE", .group = "What to do",
     .help = "a built-in recipe or a YAML file",
     .details = R"(`lauter recipe list` names the built-in ones. A file ends in .yaml or has a slash in its
name: `--recipe ./mine.yaml`. Of apply and score its sections `limits` and `output` alone.)",
     .by_default = "anonymize", .commands = kScans | (kStreams & ~kDedups) | kMeasures | kCurates | set_of(Command::kDoctor)},
    {.name = "set", .letter = 's', .value = "KEY=VALUE", .group = "What to do",
     .help = "override a key of the recipe; may be repeated",
     .details = R"(The key is a path with dots; steps go by number or name: `--set surrogates.default=mask
--set steps.anonymize.min_score=0.7`.)",
     .commands = kScans | kStreams | kMeasures | kCurates | set_of(Command::kRecipe) | set_of(Command::kDoctor), .repeated = true},
    {.name = "model", .letter = 'm', .value = "NAME|FILE", .group = "What to do",
     .help = "the trained model of all steps: small, large, none or a weights file",
     .details = R"(Sets `model` of every step that has one. `--model none` leaves everything to rules and is
faster; `large` asks a second judge what is private, a transformer in a file of its own, and is many
times slower. `lauter models list` says which models this build has.)",
     .by_default = "small, if this build has it", .commands = kScans | set_of(Command::kScore)},
    {.name = "scope", .value = "SCOPE", .group = "What to do",
     .help = "which named things are edited: those of private persons, or all",
     .details = R"(Sets `scope` of every step that anonymises. private leaves what the text treats as part of the
public record: people in the role for which the public knows them, places, firms, works. all edits every
named person, place and organisation.)",
     .by_default = "private", .choices = "private|all", .commands = kScans},
    {.name = "candidates", .group = "What to do",
     .help = "print what was judged public, too, with \"public\": true",
     .details = R"(Every place that was looked at and left: names of the public record, numbers of examples. Their
reason says why.)",
     .commands = set_of(Command::kFind)},
    {.name = "exact", .group = "What to do",
     .help = "of duplicates drop those alone whose texts are the same bytes",
     .details = R"(Without it near duplicates go too: `lauter dedup corpus/ -o unique --exact`.)",
     .commands = kDedups},
    {.name = "overlap", .value = "SHARE", .group = "What to do",
     .help = "what near duplicates have in common, of all their runs of five words",
     .details = R"(Jaccard's coefficient, from 0.5 to 1. Pairs with that much are found; of those with less some,
down to .07 below it: `--overlap 0.9`.)",
     .by_default = "0.8", .commands = kDedups},
    {.name = "key-file", .letter = 'k', .value = "FILE", .group = "What to do",
     .help = "secret key of stand-ins and hashes",
     .details = R"(Hex digits, at least 32. The same key gives the same stand-ins in every run. Without it a
key is made and stored with mode 0600 as OUT.key beside OUT (as lauter.key in the current
folder when output goes to stdout or object storage), or taken from there if it exists. A file that
others can read is refused. Make one with `(umask 077; openssl rand -hex 32 > corpus.key)`.)",
     .by_default = "OUT.key", .commands = (kReads & ~kDistills) | kMeasures | kVerifies},
    {.name = "inputs", .value = "DIR", .group = "What to do",
     .help = "where the run's inputs are, to compare with",
     .details = R"(The folder below which they have the names that they have in OUT/data, or the one file; s3://... too:
`lauter verify refined --inputs corpus/`.)",
     .by_default = "none: what can be known without them", .commands = kVerifies},
    {.name = "programs", .value = "P", .group = "What to do",
     .help = "programs to apply: a file or folder of JSONL rows",
     .details = R"(What `lauter program` prints, or the folder edits of a run. Rows are matched by id; rows in
the order of INPUT need no memory: `--programs out/edits`. distill: instead of --refined; writes what
the run accepted as training data for smaller models, student.jsonl (chats that ask as the step llm of
--recipe does) and heads.jsonl (spans for the encoder).)",
     .commands = set_of(Command::kApply) | kDistills},
    {.name = "invert", .group = "What to do",
     .help = "restore the originals from the refined rows and the log",
     .details = R"(Needs a log made with --reversible, and --key-file.)",
     .commands = set_of(Command::kApply)},
    {.name = "id", .letter = 'i', .value = "ID", .group = "What to do",
     .help = "the row to explain",
     .details = R"(Its id, or FILE:ROW for a row without one: `--id mails.jsonl:17`.)",
     .by_default = "the first row", .commands = set_of(Command::kExplain)},
    {.name = "gold", .value = "G", .group = "What to do",
     .help = "gold rows with spans",
     .details = R"(JSONL: {"id","text","spans":[{"start","end","label"}]}. edits: the spans are what is to be deleted,
with an optional "kind", and "score" groups the documents. toxicity: rows may have "toxic" (0 or 1) or
a human "rewrite" in place of spans.)",
     .commands = kMeasures},
    {.name = "pred", .value = "P", .group = "What to do",
     .help = "predicted spans: the output of `lauter find`; edits: of `lauter program`",
     .details = R"(Rows are matched with the gold rows by id. edits also reads `lauter distill`'s programs, logs, and
rows with "spans"; toxicity also the output of `lauter score --metrics toxicity`.)",
     .commands = kMeasures},
    {.name = "shots", .value = "N,...", .group = "What to do",
     .help = "ladder: how many examples the models are shown, one run for each",
     .details = R"(0 to 8, with commas: `--shots 0,3,8`.)",
     .by_default = "0,4", .commands = kMeasures},
    {.name = "raw", .value = "A", .group = "What to do",
     .help = "raw rows that the expert was given",
     .details = R"(As INPUT: a file, a folder or a glob; `-` is stdin. Paired with the rows of --refined by id, or
by row number where neither side has ids: `--raw web.jsonl`.)",
     .commands = kDistills},
    {.name = "refined", .value = "R", .group = "What to do",
     .help = "refined rows of the same ids",
     .details = R"(distill: the expert's texts, as INPUT: `--raw web.jsonl --refined rewritten.jsonl`. measure pii:
rows {"id","text"} as `lauter refine` writes them; adds the leak figures. measure edits: such rows are
scored instead of what the programs make. measure toxicity: compared with the human rewrites.)",
     .commands = kMeasures | kDistills},
    {.name = "words", .value = "FILE", .group = "What to do",
     .help = "word list of the baseline that deletes listed words",
     .details = R"(toxicity only. One word a line, up to the first tab: `--words list.txt`.)",
     .by_default = "none", .commands = kMeasures},
    {.name = "metrics", .value = "A,B", .group = "What to do",
     .help = "which scores to give",
     .details = R"(quality: the share of the text on lines that C4's line rules keep. lexical: richness and
diversity. compression: compression_ratio. surprise, perplexity: to a model of --reference. errors:
what a text lost of its source (--source-field), with reasons. bleu, chrf, ter: against a human text
(--reference-field). ai_likeness: how likely a machine made the text, null if it has too few words
(--detector). language: in which of 93 languages it is written (lang, ISO 639) and how sure that is
(lang_score). kind: what most of it is (prose, code, chat, table, log, markup, notice) and the
code_share of its bytes. toxicity: how likely the text is abusive, by the encoder and by the linear scorer
(toxicity_linear; alone by that name). A score's own name gives that one alone:
`--metrics mtld,hdd,toxicity_linear`.)",
     .by_default = "quality,lexical", .commands = set_of(Command::kScore)},
    {.name = "source-field", .value = "FIELD", .group = "What to do",
     .help = "field with what the text was made from, for the metric errors",
     .details = R"(`lauter score mt.jsonl --metrics errors --source-field german`.)",
     .by_default = "src", .commands = set_of(Command::kScore)},
    {.name = "reference-field", .value = "FIELD", .group = "What to do",
     .help = "field with a human text, for the metrics bleu, chrf and ter",
     .details = R"(`lauter score mt.jsonl --metrics bleu,chrf,ter --reference-field human`.)",
     .by_default = "ref", .commands = set_of(Command::kScore)},
    {.name = "reference", .value = "HUMAN", .group = "What to do",
     .help = "human text to compare with: a file, a folder or a glob",
     .details = R"(measure diversity: how much of it the texts cover. score: the metric surprise learns its n-gram model
from it: `lauter score made.jsonl --metrics surprise --reference human.jsonl`.)",
     .by_default = "none", .commands = kMeasures | set_of(Command::kScore)},
    {.name = "detector", .value = "FILE", .group = "What to do",
     .help = "the detector that the metric ai_likeness uses",
     .details = R"(What `lauter curate train-detector` wrote: `lauter score in.jsonl --metrics ai_likeness --detector mine.bin`.)",
     .by_default = "the built-in one", .commands = set_of(Command::kScore)},
    {.name = "human", .value = "FILE", .group = "What to do",
     .help = "train-detector: texts that people wrote",
     .details = R"(A file, a folder or a glob; may be repeated.)",
     .by_default = "none", .commands = kCurates, .repeated = true},
    {.name = "good", .value = "FILE", .group = "What to do",
     .help = "train quality: texts as they should be",
     .details = R"(A file, a folder or a glob; may be repeated: `lauter train quality --good wiki/ --bad spam.jsonl -o m`.)",
     .commands = kTrains, .repeated = true},
    {.name = "bad", .value = "FILE", .group = "What to do",
     .help = "train quality: texts as they should not be",
     .details = R"(As --good.)",
     .commands = kTrains, .repeated = true},
    {.name = "quality-model", .value = "FILE", .group = "What to do",
     .help = "the model that the metric quality_model is of",
     .details = R"(`lauter train quality` makes one: `lauter score x.jsonl --metrics quality_model --quality-model mine.quality`.)",
     .commands = set_of(Command::kScore)},
    {.name = "tokenizer", .value = "FILE", .group = "What to do",
     .help = "the tokenizer.json that the metric tokens counts with",
     .details = R"(As Hugging Face's library `tokenizers` writes it: `lauter score x.jsonl --metrics tokens --tokenizer tokenizer.json`.)",
     .commands = set_of(Command::kScore)},
    {.name = "machine", .value = "FILE", .group = "What to do",
     .help = "train-detector: texts that machines wrote",
     .details = R"(A file, a folder or a glob; may be repeated. --label-field says by which machine.)",
     .by_default = "none", .commands = kCurates, .repeated = true},
    {.name = "label-field", .value = "FIELD", .group = "What to do",
     .help = "field that says who made a text",
     .details = R"(`human`, or a name of a generator. Rows of INPUT must have it.)",
     .by_default = "source", .commands = kCurates | kMeasures},
    {.name = "group-field", .value = "FIELD", .group = "What to do",
     .help = "texts with the same value are held out, or drawn, together",
     .details = R"(train-detector and measure ai-text. What rewrites were made from: `--group-field pair`. Near duplicates are kept together in any case.)",
     .by_default = "none", .commands = kCurates | kMeasures},
    {.name = "domain-field", .value = "FIELD", .group = "What to do",
     .help = "field with the kind of text; train-detector holds out whole kinds",
     .details = R"(Calibration, thresholds and figures are then those of kinds of text never seen: `--domain-field domain`.)",
     .by_default = "none", .commands = kCurates | kMeasures},
    {.name = "budget", .value = "N", .group = "What to do",
     .help = "words of the sample that measure diversity looks at",
     .details = R"(Texts are drawn by --seed until they have so many words. Figures of diversity change with length:
compare corpora of equal samples: `lauter measure diversity made.jsonl --budget 300000`.)",
     .by_default = "100000", .commands = kMeasures},
    {.name = "keep", .value = "WHAT", .group = "What to do",
     .help = "which edits of the expert a program keeps",
     .details = R"(`deletions`: the refined text is the raw one with parts left out; insertions and
replacements are dropped. `all`: they are kept as `lauter` ops, and the program gives exactly the
expert's text.)",
     .by_default = "deletions", .choices = "deletions|all", .commands = kDistills},
    {.name = "sft", .group = "Output",
     .help = "write sft.jsonl too: chat rows to train a refining model on",
     .details = R"(A row has the instructions, the document with numbered lines, and the program as the
answer, in refinex or --dialect prox. Long documents give a row for each window.)",
     .commands = kDistills},
    {.name = "max-insert", .value = "N", .group = "What to do",
     .help = "reject a pair that inserts N or more characters in one place",
     .details = R"(In place of other text or not. The expert then rewrote rather than refined: `--max-insert 40`.)",
     .by_default = "20; no limit with --keep all", .commands = kDistills},
    {.name = "min-deleted", .value = "N", .group = "What to do",
     .help = "reject a pair that deletes fewer than N characters",
     .details = R"(Pairs of equal texts are not meant; they are examples of keeping everything (see
--keep-unchanged). `--min-deleted 1` keeps every pair that deletes something.)",
     .by_default = "10; 0 with --keep all", .commands = kDistills},
    {.name = "keep-unchanged", .value = "SHARE", .group = "What to do",
     .help = "share of the pairs of equal texts to keep, from 0 to 1",
     .details = R"(They teach restraint on clean text. Which ones are kept depends on their ids and --seed:
`--keep-unchanged 0.3`.)",
     .by_default = "1", .commands = kDistills},
    {.name = "labels", .value = "SET", .group = "What to do",
     .help = "which field of a gold span names its category",
     .details = R"(pii only. `label` has lauter's own names, `norm` a coarser set onto which predictions are
mapped.)",
     .by_default = "label", .choices = "label|norm", .commands = kMeasures},
    {.name = "only", .value = "FIELD=VALUE", .group = "What to do",
     .help = "count only gold rows with this field",
     .details = R"(`--only split=dev`.)",
     .by_default = "all", .commands = kMeasures | kCurates},
    {.name = "bootstrap", .value = "N", .group = "What to do",
     .help = "resamples for the 95 % intervals; 0 for none",
     .details = R"(Of measure pii and of train quality. Rows are drawn with --seed.)",
     .by_default = "500", .commands = kTrains | kMeasures | kCurates},
    {.name = "all-labels", .group = "What to do",
     .help = "count predictions that are no credentials too",
     .details = R"(code only. By default mails, names and addresses are left out of the score.)",
     .commands = kMeasures},
    {.name = "threads", .letter = 'j', .value = "N", .group = "Run",
     .help = "workers",
     .details = R"(Output bytes do not depend on it.)",
     .by_default = "one a core", .commands = kStreams | kMeasures | set_of(Command::kTask) | kCurates | set_of(Command::kExplain) | kVerifies},
    {.name = "seed", .value = "N", .group = "Run",
     .help = "seed of what is drawn at random",
     .details = R"(Which rows the report shows as samples, the resamples of measure, the folds of train, and which unchanged pairs
distill keeps; for curate it overrides the recipe's `seed`. What is found, stand-ins and scores do
not depend on it.)",
     .by_default = "0", .commands = kTrains | kScans | kStreams | kMeasures | kCurates},
    {.name = "progress", .value = "WHEN", .group = "Run",
     .help = "show a progress line on stderr",
     .details = R"(`auto`: if stderr is a terminal.)",
     .by_default = "auto", .choices = "auto|always|never", .commands = kStreams | kVerifies},
    {.name = "quiet", .letter = 'q', .group = "Run",
     .help = "no progress and no summary; errors only",
     .details = R"(The exit code says how it went: 0 all well, 1 some rows were rejected, 2 the run stopped.)",
     .commands = kTrains | kStreams | kMeasures | set_of(Command::kRecipe) | set_of(Command::kReport) | kCurates | set_of(Command::kExplain) | kVerifies},
    {.name = "color", .value = "WHEN", .group = "Run",
     .help = "colours in the diff",
     .details = R"(`auto`: if stdout is a terminal and NO_COLOR is not set.)",
     .by_default = "auto", .choices = "auto|always|never", .commands = set_of(Command::kExplain)},
    {.name = "json", .group = "Run",
     .help = "print JSON",
     .details = R"(`lauter recipe show anonymize --json`: what the hash is made of. `lauter status out --json`. `lauter categories --json`.)",
     .commands = set_of(Command::kRecipe) | set_of(Command::kStatus) | set_of(Command::kCategories) | kVerifies},
    {.name = "help", .letter = 'h', .group = "Run",
     .help = "show this help",
     .details = R"(-h shows a line for each flag, --help everything.)",
     .commands = kAll},
};

}  // namespace

std::span<const FlagSpec> flag_specs() { return kFlags; }

}  // namespace lauter
