import type { DeidProfile, FindingKind, Purpose } from '../../../../shared/domain/index.ts';
import type { Channel, LaunchProcess } from '../../../core/index.ts';
import { serve } from '../../../core/index.ts';
import type { AnswerRequest, ModelAnswer, Turn } from '../../inference/index.ts';
import { usualAnswer } from '../../tools/index.ts';
import { injectionsIn, type Injection } from './injections.ts';

const FINDING = /^(F\d+) (\w+) (\w+)\.(\w+) (.*)$/;
const RUN = /purpose (\w+) profile (\w+)/;

/**
 * A model that does whatever any text in its prompt tells it, each thing once, and otherwise what is
 * usual. A second double beside `ScriptedModel`, because the point of it is that nobody wrote its lines:
 * what it says follows from what reaches it, and no grammar holds it.
 */
export class ObedientModel {
  /** Every prompt that it was given. */
  readonly prompts: string[] = [];
  /** What it was told to do, and said. */
  readonly obeyed: Injection[] = [];
  /** Obeyed as well, first, as if they had got through by a way that nobody knows. */
  readonly #whispered: Injection[];

  constructor(whispered: readonly Injection[] = []) {
    this.#whispered = [...whispered];
  }

  readonly say = ({ turns }: Pick<AnswerRequest, 'turns'>): Record<string, unknown> => {
    const prompt = turns.map(({ text }) => text).join('\n');
    this.prompts.push(prompt);
    const told = this.#whispered.shift() ?? injectionsIn(prompt).find((each) => !this.obeyed.includes(each));
    if (told !== undefined) {
      this.obeyed.push(told);
      return { why: 'as I was told', ...told.demand };
    }
    return usual(turns);
  };

  /** The model in the place of the inference process. */
  readonly launch: LaunchProcess = () => {
    const [near, far] = channelPair();
    serve(far, {
      load: ({ name, sha256, contextTokens }: { name: string; sha256: string; contextTokens: number }) => ({
        ...{ name, sha256, sizeBytes: 1, backend: 'obedient', threads: 1, contextTokens },
        trainedTokens: contextTokens,
      }),
      count: (turns: readonly Turn[]) => tokens(turns.map(({ text }) => text).join('\n')),
      answer: (request: AnswerRequest): ModelAnswer => {
        const text = JSON.stringify(this.say(request));
        const prompt = request.turns.map((turn) => turn.text).join('\n');
        return {
          ...{
            text,
            prompt,
            promptTokens: tokens(prompt),
            evaluatedTokens: 1,
            answerTokens: tokens(text),
            ms: 1,
          },
          stop: 'end',
        };
      },
    });
    return near;
  };
}

function usual(turns: readonly Turn[]): Record<string, unknown> {
  const line = turns
    .at(-1)
    ?.text.split('\n')
    .map((each) => FINDING.exec(each))
    .find((match) => match !== null);
  if (line === undefined || line === null) return { why: 'no open findings', tool: 'finish', args: {} };
  const [, finding, kind, table, column, detail = ''] = line;
  const [, purpose, deidProfile] = RUN.exec(turns[1]?.text ?? '') ?? [];
  const { tool, extraArgs } = usualAnswer(
    { kind: kind as FindingKind, detail },
    { purpose: purpose as Purpose, deidProfile: deidProfile as DeidProfile },
  );
  return { why: 'the usual answer', tool, args: { finding, table, column, ...extraArgs } };
}

function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Two ends of a channel in one process; messages are copied, as between processes. */
function channelPair(): readonly [Channel, Channel] {
  const closers: ((reason: string) => void)[] = [];
  const end = (own: ((message: unknown) => void)[], other: ((message: unknown) => void)[]): Channel => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => {
        for (const listener of other) listener(copy);
      });
    },
    onMessage: (listener) => own.push(listener),
    onClose: (listener) => closers.push(listener),
    close: () => {
      for (const closed of closers.splice(0)) closed('closed');
      return Promise.resolve();
    },
  });
  const near: ((message: unknown) => void)[] = [];
  const far: ((message: unknown) => void)[] = [];
  return [end(near, far), end(far, near)];
}
