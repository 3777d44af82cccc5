import { setTimeout } from 'node:timers/promises';
import { Problem, type CallId, type Finding } from '../../../shared/domain/index.ts';
import { answerGrammar, type ModelAnswer, type Turn } from '../inference/index.ts';
import { answerTools } from './answer-tools.ts';
import { exhausted } from './limits.ts';
import { RunEnd, type LiveRun } from './live-run.ts';
import type { RunPorts } from './ports.ts';

/** Longest answer, in tokens: a reason of 120 characters and names of 64, in a small vocabulary. */
export const ANSWER_TOKENS = 160;

/** The prompt does not fit the model's context; the conversation has to be made shorter. */
export class TooLong extends Error {
  constructor() {
    super('the conversation does not fit the context of the model');
    this.name = 'TooLong';
  }
}

/**
 * Asks the model once, within the limits, and records it: prompt before, answer after. A process that
 * died is started again as the pipeline's retry rule says.
 *
 * @throws RunEnd when a limit is reached, TooLong, or Problem.
 */
export async function askModel(
  run: LiveRun,
  ports: RunPorts,
  call: CallId,
  turns: readonly Turn[],
  open: readonly Finding[],
): Promise<ModelAnswer> {
  const { retry } = run.setup.pipeline;
  for (let attempt = 1; ; attempt += 1) {
    run.stopIfCancelled();
    try {
      await loadModel(run, ports);
      return await askOnce(run, ports, call, turns, open);
    } catch (error) {
      const again =
        error instanceof Problem &&
        error.code === 'process_ended' &&
        retry.retry_on.includes('process_ended') &&
        attempt < retry.max_attempts;
      if (!again) throw error;
      await setTimeout(retry.backoff_seconds * 1000, undefined, { signal: run.untilPause }).catch(() => {
        run.stopIfCancelled();
      });
    }
  }
}

/** Loads the pinned model where none stands, with an intent and an outcome. */
export async function loadModel(run: LiveRun, ports: RunPorts): Promise<void> {
  const { model } = run.setup;
  if (ports.inference.loaded?.sha256 === model.sha256) return;
  const { name, path, sha256, contextTokens } = model;
  const intent = await ports.journal.intent('model.load', { name, sha256 }, run.context());
  try {
    const loaded = await ports.inference.load({ name, path, sha256, contextTokens }, run.untilPause);
    await ports.journal.outcome(
      'model.load',
      intent,
      { ok: true, backend: loaded.backend, threads: loaded.threads, contextTokens: loaded.contextTokens },
      run.context(),
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await ports.journal.outcome('model.load', intent, failure(error), run.context());
    throw error;
  }
}

async function askOnce(
  run: LiveRun,
  ports: RunPorts,
  call: CallId,
  turns: readonly Turn[],
  open: readonly Finding[],
): Promise<ModelAnswer> {
  const promptTokens = await ports.inference.count(turns);
  const account = run.account;
  const ended = exhausted(account, promptTokens, open.length > 0);
  if (ended !== undefined) throw new RunEnd(ended, `the ${ended.replace('_', ' ')} was reached`);
  if (promptTokens + ANSWER_TOKENS > run.setup.model.contextTokens) throw new TooLong();
  const tokensLeft = account.limits.tokens - account.used.tokens - promptTokens;
  const maxTokens = Math.min(ANSWER_TOKENS, tokensLeft);

  const context = run.agentContext({ call });
  const prompt = await putText(ports, { turns });
  const intent = await ports.journal.intent(
    'model.call',
    { step: run.step, turn: run.turn, promptTokens },
    { ...context, payloads: [prompt] },
  );
  run.spend({ llmCalls: 1, tokens: promptTokens });
  let answer: ModelAnswer;
  try {
    const grammar = answerGrammar(answerTools(run.agent, open, run.setup.request.deidProfile), open);
    answer = await ports.inference.answer({ turns: [...turns], grammar, maxTokens }, run.untilPause);
  } catch (error) {
    if (error instanceof Problem) await ports.journal.outcome('model.call', intent, failure(error), context);
    throw error;
  }
  run.spend({ tokens: answer.answerTokens });
  const said = await putText(ports, { prompt: answer.prompt, answer: answer.text });
  await ports.journal.outcome(
    'model.call',
    intent,
    {
      ok: true,
      answerTokens: answer.answerTokens,
      ms: answer.ms,
      evaluatedTokens: answer.evaluatedTokens,
      stop: answer.stop,
    },
    { ...context, payloads: [said] },
  );
  if (answer.stop === 'length' && maxTokens === tokensLeft)
    throw new RunEnd('token_limit', 'the token limit was reached in the middle of an answer');
  return answer;
}

function putText(ports: RunPorts, value: unknown): ReturnType<RunPorts['payloads']['put']> {
  return ports.payloads.put('conversation_history', new TextEncoder().encode(JSON.stringify(value)));
}

function failure(problem: Problem): { ok: false; code: string; message: string } {
  return { ok: false, code: problem.code, message: problem.message.slice(0, 500) };
}
