import { Problem } from '../../../../shared/domain/index.ts';
import type { AnswerRequest, Inference, LoadedModel, ModelAnswer } from '../../inference/index.ts';

/** What the model says next: a text, an object as JSON, or a failure. */
export type Said = string | Problem | Readonly<Record<string, unknown>>;
export type Line = Said | ((request: AnswerRequest) => Said);

/**
 * The one double of a model in all tests: it says its lines in order, remembers what it was asked, and
 * counts one token per four characters.
 */
export class ScriptedModel implements Inference {
  readonly asked: AnswerRequest[] = [];
  loads = 0;
  loaded: LoadedModel | undefined;
  readonly #lines: Line[];

  constructor(lines: readonly Line[]) {
    this.#lines = [...lines];
  }

  get left(): number {
    return this.#lines.length;
  }

  load: Inference['load'] = ({ name, sha256, contextTokens }) => {
    this.loads += 1;
    this.loaded = {
      name,
      sha256,
      sizeBytes: 1,
      backend: 'scripted, 1 thread',
      threads: 1,
      contextTokens,
      trainedTokens: contextTokens,
    };
    return Promise.resolve(this.loaded);
  };

  answer: Inference['answer'] = (request, signal) => {
    if (signal?.aborted === true) return Promise.reject(new Problem('cancelled', 'cancelled'));
    this.asked.push(request);
    const next = this.#lines.shift();
    const said = typeof next === 'function' ? next(request) : next;
    if (said === undefined) return Promise.reject(new Error('the script has no line left'));
    if (said instanceof Problem) {
      if (said.code === 'process_ended') this.loaded = undefined;
      return Promise.reject(said);
    }
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    const answer: ModelAnswer = {
      text,
      prompt: promptOf(request),
      promptTokens: tokensOf(promptOf(request)),
      evaluatedTokens: tokensOf(promptOf(request)),
      answerTokens: Math.min(tokensOf(text), request.maxTokens),
      ms: 10,
      stop: tokensOf(text) > request.maxTokens ? 'length' : 'end',
    };
    return Promise.resolve(answer);
  };

  count: Inference['count'] = (turns) => Promise.resolve(tokensOf(promptOf({ turns: [...turns] })));

  close: Inference['close'] = () => {
    this.loaded = undefined;
    return Promise.resolve();
  };
}

/** The prompt as plain lines, for assertions. */
export function promptOf({ turns }: Pick<AnswerRequest, 'turns'>): string {
  return turns.map(({ role, text }) => `${role}\n${text}\n`).join('');
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
