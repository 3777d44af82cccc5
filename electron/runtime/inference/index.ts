export { createInference, type Inference, type InferenceOptions } from './client.ts';
export type { AnswerRequest, LoadedModel, ModelAnswer, ModelFile, Turn } from './protocol.ts';
export { answerGrammar, type AnswerTool } from './grammar.ts';
export {
  resultLine,
  systemTurn,
  toolTurn,
  userTurn,
  type CallResult,
  type PromptTool,
  type TableLine,
} from './prompt.ts';
