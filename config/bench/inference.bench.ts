import { fileURLToPath } from 'node:url';
import { getLlama, LlamaGrammarEvaluationState, type Token } from 'node-llama-cpp';
import { forkProcess, sha256File } from '../../electron/core/index.ts';
import {
  answerGrammar,
  createInference,
  systemTurn,
  toolTurn,
  userTurn,
  type AnswerRequest,
  type AnswerTool,
  type Inference,
} from '../../electron/runtime/inference/index.ts';
import type { Finding } from '../../shared/domain/index.ts';

const MODEL = fileURLToPath(new URL('../../resources/models/starter.gguf', import.meta.url));
const CONTEXT_TOKENS = 832;
const MAX_TOKENS = 160;
const ROUNDS = 7;
const CONVERSATIONS = 6;

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

interface Spoken {
  readonly tokens: number;
  readonly ms: number;
}

/**
 * Tokens per second of the bundled model through our face (another process, prompts from turns, grammar,
 * every check) and in a bare `sequence.evaluate` loop in this process, on the same prompts with one
 * thread each. The bare loop keeps what it can of the last prompt in its cache, as ours does; a second one
 * has no grammar either. They take turns; medians of seven rounds.
 */
export async function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const inference = createInference({ launch: forkProcess, gpu: 'off' });
  const bare = await openBare();
  try {
    const sha256 = await sha256File(MODEL);
    await inference.load({ name: 'starter', path: MODEL, sha256, contextTokens: CONTEXT_TOKENS });
    const script = await writeScript(inference);
    const face: Spoken[] = [];
    const bound: Spoken[] = [];
    const free: Spoken[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      face.push(await throughFace(inference, script));
      bound.push(await bare.speak(script, true));
      free.push(await bare.speak(script, false));
    }
    const speed = median(face.map(perSecond));
    const against = median(bound.map(perSecond));
    return {
      name: 'inference',
      rows: [
        {
          what: 'answer tokens through our face',
          value: Math.round(speed),
          unit: 'tokens/s',
          ratio: round(speed / against),
          baseline: `bare sequence.evaluate loop, same grammar and prompts: ${Math.round(against)} tokens/s; wanted at least 0.9`,
        },
        {
          what: 'the same against a loop without a grammar',
          value: Math.round(speed),
          unit: 'tokens/s',
          ratio: round(speed / median(free.map(perSecond))),
          baseline: `bare sequence.evaluate loop, free answers: ${Math.round(median(free.map(perSecond)))} tokens/s`,
        },
        { what: 'one answer', value: round(median(face.map(({ ms }) => ms)) / script.length), unit: 'ms' },
      ],
    };
  } finally {
    await inference.close();
    await bare.close();
  }
}

/** Prompts and grammars of whole conversations, with the answers that the model gives to them. */
async function writeScript(inference: Inference): Promise<AnswerRequest[]> {
  const tools: AnswerTool[] = [
    'drop_column',
    'redact_column',
    'keep_year',
    'surrogate_key',
    'keep_column',
  ].map((name) => ({ name, aboutFinding: true, choices: [] }));
  tools.push({ name: 'finish', aboutFinding: false, choices: [] });
  const system = systemTurn('deidentifier', [
    { name: 'drop_column', description: 'remove a column' },
    { name: 'redact_column', description: 'replace identifiers in text' },
    { name: 'keep_year', description: 'reduce a date to its year' },
    { name: 'surrogate_key', description: 'random key per patient' },
    { name: 'keep_column', description: 'leave as it is' },
    { name: 'finish', description: 'end the step' },
  ]);
  const script: AnswerRequest[] = [];
  for (let at = 0; at < CONVERSATIONS; at += 1) {
    let open = findings(at);
    const line = { table: 'admissions', rows: 10_000, columns: 44, purpose: 'model', profile: 'strict' };
    const turns = [system, userTurn(line, open)];
    for (;;) {
      const request = { turns: [...turns], grammar: answerGrammar(tools, open), maxTokens: MAX_TOKENS };
      const { text } = await inference.answer(request);
      script.push(request);
      if (open.length === 0) break;
      open = open.slice(1);
      turns.push({ role: 'assistant', text }, toolTurn('ok drop_column', open));
    }
  }
  return script;
}

function findings(conversation: number): Finding[] {
  const kinds = [
    ['direct_identifier', 'phone', 'class PHONE'],
    ['identifier_in_text', 'note', 'hits 57'],
    ['date_of_event', 'admit_date', 'format YYYY-MM-DD'],
    ['patient_key', 'mrn', 'class MRN repeats'],
  ] as const;
  return kinds.map(([kind, column, detail], at) => ({
    id: `F${conversation * 4 + at + 1}`,
    kind,
    table: 'admissions',
    column,
    detail,
  }));
}

async function throughFace(inference: Inference, script: readonly AnswerRequest[]): Promise<Spoken> {
  const began = performance.now();
  let tokens = 0;
  for (const request of script) tokens += (await inference.answer(request)).answerTokens;
  return { tokens, ms: performance.now() - began };
}

/** node-llama-cpp in this process, used as its documentation shows. */
async function openBare(): Promise<{
  speak(script: readonly AnswerRequest[], bound: boolean): Promise<Spoken>;
  close(): Promise<void>;
}> {
  const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false, progressLogs: false });
  const model = await llama.loadModel({ modelPath: MODEL });
  const context = await model.createContext({ contextSize: CONTEXT_TOKENS, threads: 1, sequences: 1 });
  const sequence = context.getSequence();
  const tokensOf = ({ turns }: AnswerRequest): Token[] => {
    const text = turns.map((turn) => `<|im_start|>${turn.role}\n${turn.text}<|im_end|>\n`).join('');
    const bos = model.tokens.bos === null ? [] : [model.tokens.bos];
    return [...bos, ...model.tokenize(`${text}<|im_start|>assistant\n`, true)];
  };
  return {
    speak: async (script, bound) => {
      const began = performance.now();
      let tokens = 0;
      for (const request of script) {
        const prompt = tokensOf(request);
        await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
        const grammar = bound ? await llama.createGrammar({ grammar: request.grammar }) : undefined;
        const state = grammar && new LlamaGrammarEvaluationState({ model, grammar });
        let left = MAX_TOKENS;
        const fresh = prompt.slice(sequence.nextTokenIndex);
        const options = { temperature: 0, ...(state === undefined ? {} : { grammarEvaluationState: state }) };
        for await (const token of sequence.evaluate(fresh, options)) {
          if (model.isEogToken(token)) break;
          tokens += 1;
          if ((left -= 1) === 0) break;
        }
      }
      return { tokens, ms: performance.now() - began };
    },
    close: () => llama.dispose(),
  };
}

function perSecond({ tokens, ms }: Spoken): number {
  return (tokens * 1000) / ms;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
