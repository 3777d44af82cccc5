import { processParent, serve } from '../../core/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import { Engine } from './engine.ts';
import { AnswerRequest, LoadRequest, Turn } from './protocol.ts';

// The inference process: llama.cpp apart from everything, so that a native crash loses a step and not
// the application. It is given redacted text only, and reaches nothing but its model file.

let engine: Engine | undefined;
let last: Promise<unknown> = Promise.resolve();

/** One thing at a time, in order of arrival. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const next = last.then(act, act);
  last = next.catch(() => undefined);
  return next;
}

function ready(): Engine {
  if (engine === undefined) throw new Problem('wrong_usage', 'no model is loaded');
  return engine;
}

const parent = processParent();
serve(parent, {
  load: (request: unknown, { signal }) =>
    inTurn(async () => {
      if (engine !== undefined) throw new Problem('wrong_usage', 'a model is loaded already');
      engine = await Engine.load(LoadRequest.parse(request), signal);
      return engine.loaded;
    }),
  answer: (request: unknown, { signal }) =>
    inTurn(() => {
      if (signal.aborted) throw new Problem('cancelled', 'the answer was cancelled');
      return ready().answer(AnswerRequest.parse(request), signal);
    }),
  count: (turns: unknown) => inTurn(() => Promise.resolve(ready().count(Turn.array().parse(turns)))),
});
parent.onClose(() => process.exit(0));
