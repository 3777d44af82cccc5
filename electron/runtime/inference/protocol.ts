import { z } from 'zod';
import { Sha256Hex } from '../../../shared/domain/index.ts';

/** One turn of a conversation. The text is data: it can never become a control token. */
export const Turn = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  text: z.string().max(100_000),
});
export type Turn = z.infer<typeof Turn>;

/** A model file and what it must be. */
export const ModelFile = z.strictObject({
  name: z.string().min(1).max(200),
  path: z.string().min(1),
  sha256: Sha256Hex,
  /** Tokens that one conversation may take, from the model sheet. */
  contextTokens: z.int().min(128).max(1_048_576),
});
export type ModelFile = z.infer<typeof ModelFile>;

export const LoadRequest = ModelFile.extend({
  /** `auto` takes a prebuilt GPU backend where one works; small models stay on the processor. */
  gpu: z.enum(['auto', 'off']),
});
export type LoadRequest = z.infer<typeof LoadRequest>;

export const AnswerRequest = z.strictObject({
  turns: z.array(Turn).min(1).max(200),
  /** GBNF that spells out every possible answer. */
  grammar: z.string().min(1).max(1_000_000),
  maxTokens: z.int().min(1).max(4096),
});
export type AnswerRequest = z.infer<typeof AnswerRequest>;

/** What stands in the inference process after a load. */
export interface LoadedModel {
  readonly name: string;
  readonly sha256: Sha256Hex;
  readonly sizeBytes: number;
  /** For people: `cpu, 1 thread, llama.cpp v0.4.0`. */
  readonly backend: string;
  readonly threads: number;
  readonly contextTokens: number;
  /** Tokens of context that the model was trained on, as its file says. */
  readonly trainedTokens: number;
}

export interface ModelAnswer {
  readonly text: string;
  /** The prompt exactly as evaluated, markers included. */
  readonly prompt: string;
  readonly promptTokens: number;
  /** Prompt tokens that were not in the cache already. */
  readonly evaluatedTokens: number;
  readonly answerTokens: number;
  readonly ms: number;
  /** `length` when the answer was cut at `maxTokens`. */
  readonly stop: 'end' | 'length';
}

/** What the inference process serves. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface has no index signature
export type InferenceMethods = {
  load(request: LoadRequest): Promise<LoadedModel>;
  answer(request: AnswerRequest): Promise<ModelAnswer>;
  /** Tokens that these turns take as a prompt, the opening of the answer included. */
  count(turns: readonly Turn[]): Promise<number>;
};
