import {
  LlamaGrammarEvaluationState,
  type Llama,
  type LlamaContextSequence,
  type LlamaModel,
} from 'node-llama-cpp';
import { Problem } from '../../../shared/domain/index.ts';

const WORDS = ['kestrel', 'plover'];
const KNOWN = `root ::= "{\\"bird\\":\\"" (${WORDS.map((word) => `"${word}"`).join(' | ')}) "\\"}"`;

/**
 * SEC: builds of llama.cpp have been reported that log a grammar error and go on without one. Before
 * any work, a known grammar must bind this very model, whatever it would rather say. (That a broken
 * grammar is refused is tested beside; trying it at every start would write to standard error.)
 *
 * @throws Problem `check_failed`.
 */
export async function selfTest(
  llama: Llama,
  model: LlamaModel,
  sequence: LlamaContextSequence,
): Promise<void> {
  const grammar = await llama.createGrammar({ grammar: KNOWN });
  const state = new LlamaGrammarEvaluationState({ model, grammar });
  const tokens = [];
  await sequence.clearHistory();
  for await (const token of sequence.evaluate(model.tokenize('hello'), {
    temperature: 0,
    seed: 0,
    grammarEvaluationState: state,
  })) {
    if (model.isEogToken(token) || tokens.length > 64) break;
    tokens.push(token);
  }
  await sequence.clearHistory();
  const text = model.detokenize(tokens);
  if (!WORDS.some((word) => text === `{"bird":"${word}"}`)) throw unbound();
}

function unbound(): Problem {
  return new Problem(
    'check_failed',
    'llama.cpp failed its self-test: a known grammar did not bind',
    'This build cannot be trusted with answers; reinstall the application.',
  );
}
