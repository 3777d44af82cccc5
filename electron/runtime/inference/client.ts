import { connect, type Client, type LaunchProcess } from '../../core/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import type {
  AnswerRequest,
  InferenceMethods,
  LoadedModel,
  ModelAnswer,
  ModelFile,
  Turn,
} from './protocol.ts';

/** The local model, behind a process border. */
export interface Inference {
  /** What is loaded and alive now. */
  readonly loaded: LoadedModel | undefined;
  /**
   * Starts a fresh process with this model, ending the one before. A model that stands there already,
   * alive, is kept.
   *
   * @throws Problem `not_found`, `changed`, `unsupported`, `check_failed`, `process_ended`.
   */
  load(model: ModelFile, signal?: AbortSignal): Promise<LoadedModel>;
  /**
   * @throws Problem `process_ended` when the process is gone: load again, then ask again.
   * `limit_reached`, `cancelled`, `invalid_input`, `check_failed` as the engine says.
   */
  answer(request: AnswerRequest, signal?: AbortSignal): Promise<ModelAnswer>;
  /** Tokens of a prompt with these turns. */
  count(turns: readonly Turn[]): Promise<number>;
  close(): Promise<void>;
}

export interface InferenceOptions {
  readonly launch: LaunchProcess;
  readonly gpu: 'auto' | 'off';
}

interface Running {
  readonly client: Client<InferenceMethods>;
  readonly model: LoadedModel;
}

/** The face of inference; starts no process before the first load. */
export function createInference({ launch, gpu }: InferenceOptions): Inference {
  let running: Running | undefined;

  const stop = async (): Promise<void> => {
    const before = running;
    running = undefined;
    await before?.client.close();
  };
  const alive = (): Running => {
    if (running === undefined) throw new Problem('process_ended', 'the inference process is not running');
    return running;
  };

  return {
    get loaded() {
      return running?.model;
    },
    load: async (file, signal) => {
      if (running?.model.sha256 === file.sha256) return running.model;
      await stop();
      const channel = launch(new URL('./inference.utility.ts', import.meta.url), 'inference');
      const client = connect<InferenceMethods>(channel, 'inference');
      channel.onClose(() => {
        if (running?.client === client) running = undefined;
      });
      try {
        const model = await client.call('load', { ...file, gpu }, { signal });
        running = { client, model };
        return model;
      } catch (error) {
        await client.close();
        throw error;
      }
    },
    answer: (request, signal) => alive().client.call('answer', request, { signal }),
    count: (turns) => alive().client.call('count', turns),
    close: stop,
  };
}
