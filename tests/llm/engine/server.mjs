// An OpenAI-compatible server around llama.cpp (node-llama-cpp): the least that a client meets.
//
//   node server.mjs MODEL.gguf SEQUENCES
//
// Prints `port N`, serves until its standard input ends. Requests wait for one of the sequences, which the
// engine evaluates together.
import http from "node:http";
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

// The package is installed outside of the source tree: NODE_MODULES names the folder it is under.
const require = createRequire(`${process.env.NODE_MODULES}/`);
const {getLlama, LlamaCompletion, LlamaLogLevel} = await import(pathToFileURL(require.resolve("node-llama-cpp")));

const [modelPath, sequences] = process.argv.slice(2);
// One thread: the engine's threads spin while they wait for each other, which is slow where others work too.
const llama = await getLlama({build: "never", gpu: false, skipDownload: true, maxThreads: 1, logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath});
const context = await model.createContext({contextSize: 2048, sequences: Number(sequences), threads: 1});
const free = Array.from({length: Number(sequences)}, () => context.getSequence());
const waiting = [];

const take = () => free.length > 0 ? Promise.resolve(free.pop()) : new Promise((go) => waiting.push(go));
const give = (sequence) => waiting.length > 0 ? waiting.shift()(sequence) : free.push(sequence);

async function complete(request) {
  const prompt = request.messages.map(({role, content}) => `${role}: ${content}\n`).join("") + "assistant: ";
  const format = request.response_format;
  const grammar = format?.type === "json_schema" ? await llama.createGrammarForJsonSchema(format.json_schema.schema)
    : undefined;
  const sequence = await take();
  try {
    await sequence.clearHistory();
    const before = sequence.tokenMeter.getState();
    const completion = new LlamaCompletion({contextSequence: sequence});
    const {response, metadata} = await completion.generateCompletionWithMeta(prompt, {
      maxTokens: request.max_tokens, temperature: request.temperature, seed: request.seed, grammar});
    completion.dispose({disposeSequence: false});
    const used = sequence.tokenMeter.diff(before);
    return {
      id: "chatcmpl-tiny", object: "chat.completion", created: 1, model: request.model,
      choices: [{index: 0, message: {role: "assistant", content: response},
        finish_reason: metadata.stopReason === "maxTokens" ? "length" : "stop"}],
      usage: {prompt_tokens: used.usedInputTokens, completion_tokens: used.usedOutputTokens,
        total_tokens: used.usedInputTokens + used.usedOutputTokens},
    };
  } finally {
    give(sequence);
  }
}

const server = http.createServer((request, response) => {
  const reply = (status, value) => {
    response.writeHead(status, {"content-type": "application/json"});
    response.end(JSON.stringify(value));
  };
  if (request.method !== "POST" || !request.url.endsWith("/chat/completions")) return reply(404, {error: {code: "not_found"}});
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", async () => {
    try {
      reply(200, await complete(JSON.parse(Buffer.concat(pieces).toString())));
    } catch (error) {
      console.error(error);
      reply(500, {error: {code: "internal", message: String(error)}});
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
