import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import {
  getLlama,
  LlamaGrammarEvaluationState,
  LlamaLogLevel,
  type Llama,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';
import { Problem } from '../../../shared/domain/index.ts';
import { openPinned } from './model-file.ts';
import type { AnswerRequest, LoadedModel, LoadRequest, ModelAnswer, Turn } from './protocol.ts';
import { selfTest } from './self-test.ts';
import { chooseThreads, isSmallModel, threadCandidates } from './threads.ts';

/** Same prompt, same answer: greedy choice, and a seed that is written down all the same. */
const SAMPLING = { temperature: 0, seed: 0 } as const;
const START = '<|im_start|>';
const END = '<|im_end|>';

/** llama.cpp with one model, inside the inference process. Calls MUST NOT overlap. */
export class Engine {
  readonly loaded: LoadedModel;
  // INVARIANT: what the sequence's cache holds is always a prefix of some prompt plus its answer; every
  // answer first cuts it back to what the next prompt shares. Guarded by inference.test.ts.
  readonly #model: LlamaModel;
  readonly #llama: Llama;
  readonly #sequence: LlamaContextSequence;
  readonly #faults: string[];
  readonly #marks: { readonly start: readonly Token[]; readonly end: readonly Token[] };

  private constructor(
    llama: Llama,
    model: LlamaModel,
    sequence: LlamaContextSequence,
    loaded: LoadedModel,
    faults: string[],
  ) {
    this.#llama = llama;
    this.#model = model;
    this.#sequence = sequence;
    this.loaded = loaded;
    this.#faults = faults;
    this.#marks = { start: model.tokenize(START, true), end: model.tokenize(END, true) };
  }

  /**
   * Loads a pinned file and proves that grammars bind.
   *
   * @throws Problem `not_found`, `changed`, `unsupported` (no prebuilt backend, not a model llama.cpp
   * can read) or `check_failed` (a known grammar did not bind).
   */
  static async load(request: LoadRequest, signal?: AbortSignal): Promise<Engine> {
    const pinned = await openPinned(request.path, request.sha256, signal);
    const faults: string[] = [];
    const llama = await openLlama(request.gpu === 'off' || isSmallModel(pinned.sizeBytes), faults);
    try {
      // Read into memory, not mapped: a later write to the file must not reach the weights.
      const model = await llama
        .loadModel({ modelPath: request.path, useMmap: false, checkTensors: true })
        .catch(() => {
          throw new Problem('unsupported', 'llama.cpp cannot read this model file', 'Choose a GGUF model.');
        });
      await pinned.assertUnchanged();
      const threads = await chooseThreads(
        llama.gpu === false ? threadCandidates(pinned.sizeBytes, availableParallelism()) : [1],
        (candidate) => measure(model, candidate),
      );
      const context = await model.createContext({
        contextSize: request.contextTokens,
        threads,
        sequences: 1,
      });
      const sequence = context.getSequence();
      await selfTest(llama, model, sequence);
      return new Engine(
        llama,
        model,
        sequence,
        {
          name: request.name,
          sha256: request.sha256,
          sizeBytes: pinned.sizeBytes,
          backend: `${llama.gpu === false ? 'cpu' : llama.gpu}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, llama.cpp ${llama.llamaCppRelease.release}`,
          threads,
          // llama.cpp rounds up; the model sheet's figure is the limit.
          contextTokens: Math.min(request.contextTokens, context.contextSize),
          trainedTokens: model.trainContextSize,
        },
        faults,
      );
    } catch (error) {
      await llama.dispose();
      throw error;
    }
  }

  count(turns: readonly Turn[]): number {
    return this.#tokens(turns).length;
  }

  /**
   * One answer under a grammar. What the previous prompt and answer share with this one is not
   * evaluated again.
   *
   * @throws Problem `invalid_input` (grammar), `limit_reached` (context), `cancelled`, `check_failed`
   * (llama.cpp reported a fault: the answer may be unconstrained and is thrown away).
   */
  async answer(request: AnswerRequest, signal: AbortSignal): Promise<ModelAnswer> {
    const began = performance.now();
    const prompt = this.#tokens(request.turns);
    if (prompt.length + request.maxTokens > this.loaded.contextTokens) {
      throw new Problem(
        'limit_reached',
        `the conversation takes ${prompt.length} tokens and the answer up to ${request.maxTokens}, more than the model's ${this.loaded.contextTokens}`,
        'Use a model with a longer context, or fewer findings a conversation.',
      );
    }
    const grammar = await this.#llama.createGrammar({ grammar: request.grammar }).catch(async () => {
      await this.#takeFaults();
      throw new Problem('invalid_input', 'llama.cpp refuses the answer grammar');
    });
    // At least the last token is evaluated anew: its output is where the answer begins.
    await this.#sequence.adaptStateToTokens(prompt.slice(0, -1), false);
    const fresh = prompt.slice(this.#sequence.nextTokenIndex);
    const answer: Token[] = [];
    let stop: ModelAnswer['stop'] = 'end';
    const state = new LlamaGrammarEvaluationState({ model: this.#model, grammar });
    for await (const token of this.#sequence.evaluate(fresh, {
      ...SAMPLING,
      grammarEvaluationState: state,
    })) {
      if (signal.aborted) throw new Problem('cancelled', 'the answer was cancelled');
      if (this.#model.isEogToken(token)) break;
      answer.push(token);
      if (answer.length >= request.maxTokens) {
        stop = 'length';
        break;
      }
    }
    if (await this.#takeFaults()) {
      throw new Problem('check_failed', 'llama.cpp reported a fault, so the answer was thrown away');
    }
    return {
      text: this.#model.detokenize(answer),
      prompt: promptText(request.turns),
      promptTokens: prompt.length,
      evaluatedTokens: fresh.length,
      answerTokens: answer.length,
      ms: performance.now() - began,
      stop,
    };
  }

  /** Whether llama.cpp logged a fault since the last look. Its log arrives with the next poll of the loop. */
  async #takeFaults(): Promise<boolean> {
    await setImmediate();
    await setImmediate();
    return this.#faults.splice(0).length > 0;
  }

  /**
   * SEC: only this function makes control tokens. Text of turns is tokenised as plain text, so that a
   * marker which slipped into data stays the letters it is written with.
   */
  #tokens(turns: readonly Turn[]): Token[] {
    const plain = (text: string): Token[] => this.#model.tokenize(text, false, 'trimLeadingSpace');
    const tokens: Token[] = this.#model.tokens.bos === null ? [] : [this.#model.tokens.bos];
    for (const { role, text } of turns) {
      tokens.push(...this.#marks.start, ...plain(`${role}\n${text}`), ...this.#marks.end, ...plain('\n'));
    }
    tokens.push(...this.#marks.start, ...plain('assistant\n'));
    return tokens;
  }
}

/** The prompt of some turns as text, for people and payloads. */
export function promptText(turns: readonly Turn[]): string {
  const body = turns.map(({ role, text }) => `${START}${role}\n${text}${END}\n`).join('');
  return `${body}${START}assistant\n`;
}

async function openLlama(cpuOnly: boolean, faults: string[]): Promise<Llama> {
  try {
    return await getLlama({
      build: 'never',
      skipDownload: true,
      gpu: cpuOnly ? false : 'auto',
      progressLogs: false,
      // A fault that is only logged must still stop an answer; its words stay here.
      logger: (level) => {
        if (level === LlamaLogLevel.error || level === LlamaLogLevel.fatal) faults.push(level);
      },
    });
  } catch {
    throw new Problem(
      'unsupported',
      'no prebuilt llama.cpp runs on this machine',
      'See the list of supported systems in the handbook.',
    );
  }
}

/** Milliseconds for a short prompt and a few tokens, at this number of threads, right now. */
async function measure(model: LlamaModel, threads: number): Promise<number> {
  const context = await model.createContext({ contextSize: 256, threads, sequences: 1 });
  try {
    const began = performance.now();
    const answer = context.getSequence().evaluate(model.tokenize('one '.repeat(32)), SAMPLING);
    for (let tokens = 0; tokens < 8; tokens++) await answer.next();
    await answer.return();
    return performance.now() - began;
  } finally {
    await context.dispose();
  }
}
