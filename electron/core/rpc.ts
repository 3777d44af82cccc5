import type { MessagePort } from 'node:worker_threads';
import { Problem, type ProblemDetail } from '../../shared/domain/index.ts';

/**
 * Calls between our own processes and threads: one message per request, numbered; progress in
 * between; one answer. Cancelling is a message too. Works over anything that is a `Channel`.
 */
export interface Channel {
  post(message: unknown, transfer?: readonly Transfer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the other side is gone, with what is known about why. */
  onClose(listener: (reason: string) => void): void;
  /** Ends the other side (client) or lets this side end (server). */
  close(): Promise<void>;
}

/** ArrayBuffer or MessagePort that moves instead of being copied, where the channel can. */
export type Transfer = ArrayBuffer | MessagePort;

export interface CallContext {
  readonly signal: AbortSignal;
  progress(value: unknown): void;
}

/** What a side serves: names with one argument and an answer. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- argument types are checked where Methods is narrowed
export type Methods = Record<string, (argument: any, context: CallContext) => unknown>;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((value: unknown) => void) | undefined;
  readonly transfer?: readonly Transfer[] | undefined;
}

type Argument<M extends Methods, N extends keyof M> = Parameters<M[N]>[0];
type Answer<M extends Methods, N extends keyof M> = Awaited<ReturnType<M[N]>>;

export interface Client<M extends Methods> {
  /**
   * @throws Problem as thrown on the other side; `process_ended` when it is gone; `cancelled` when
   * the signal aborted and the other side gave up.
   */
  call<N extends keyof M & string>(
    name: N,
    argument: Argument<M, N>,
    options?: CallOptions,
  ): Promise<Answer<M, N>>;
  close(): Promise<void>;
}

type Message =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly t: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly t: 'problem'; readonly id: number; readonly detail: ProblemDetail };

/** Answer whose buffers move to the caller. */
export class Transferred<T> {
  readonly value: T;
  readonly transfer: readonly Transfer[];

  constructor(value: T, transfer: readonly Transfer[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/** Serves calls until the channel closes. Each call runs on its own; order is the method's affair. */
export function serve(channel: Channel, methods: Methods): void {
  const running = new Map<number, AbortController>();
  const answer = async (id: number, name: string, argument: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (method === undefined) throw new Problem('internal', `no method \`${name}\` is served here`);
      const context: CallContext = {
        signal: controller.signal,
        progress: (value) => {
          channel.post({ t: 'progress', id, value } satisfies Message);
        },
      };
      const value: unknown = await method(argument, context);
      if (value instanceof Transferred)
        channel.post({ t: 'answer', id, value: value.value } satisfies Message, value.transfer);
      else channel.post({ t: 'answer', id, value } satisfies Message);
    } catch (error) {
      channel.post({ t: 'problem', id, detail: toDetail(error) } satisfies Message);
    } finally {
      running.delete(id);
    }
  };
  channel.onMessage((raw) => {
    const message = raw as Message;
    if (message.t === 'call') void answer(message.id, message.name, message.argument);
    else if (message.t === 'cancel') running.get(message.id)?.abort();
  });
  channel.onClose(() => {
    for (const controller of running.values()) controller.abort();
  });
}

interface Waiting {
  resolve(value: unknown): void;
  reject(problem: Problem): void;
  onProgress: ((value: unknown) => void) | undefined;
}

/** The calling side of a channel. `name` says in errors which process is meant. */
export function connect<M extends Methods>(channel: Channel, name: string): Client<M> {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let closed: string | undefined;

  channel.onMessage((raw) => {
    const message = raw as Message;
    if (message.t === 'call' || message.t === 'cancel') return;
    const call = waiting.get(message.id);
    if (call === undefined) return;
    if (message.t === 'progress') {
      call.onProgress?.(message.value);
      return;
    }
    waiting.delete(message.id);
    if (message.t === 'answer') call.resolve(message.value);
    else call.reject(Problem.fromDetail(message.detail));
  });
  channel.onClose((reason) => {
    closed = reason;
    for (const call of waiting.values()) call.reject(ended(name, reason));
    waiting.clear();
  });

  return {
    call: (method, argument, options = {}) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) {
          reject(ended(name, closed));
          return;
        }
        if (options.signal?.aborted === true) {
          reject(new Problem('cancelled', 'cancelled before it began'));
          return;
        }
        const id = nextId++;
        const abort = (): void => {
          channel.post({ t: 'cancel', id } satisfies Message);
        };
        const release = (): void => {
          options.signal?.removeEventListener('abort', abort);
        };
        waiting.set(id, {
          resolve: (value) => {
            release();
            resolve(value as Answer<M, typeof method>);
          },
          reject: (problem) => {
            release();
            reject(problem);
          },
          onProgress: options.onProgress,
        });
        options.signal?.addEventListener('abort', abort, { once: true });
        channel.post({ t: 'call', id, name: method, argument } satisfies Message, options.transfer);
      }),
    close: () => channel.close(),
  };
}

function ended(name: string, reason: string): Problem {
  return new Problem(
    'process_ended',
    `the ${name} process is gone (${reason})`,
    'Try again; if it happens again, restart the application.',
  );
}

/**
 * Only Problems carry their words across a border. The text of any other error could quote data, so
 * it is replaced by its class name and place.
 */
function toDetail(error: unknown): ProblemDetail {
  if (error instanceof Problem) return error.toDetail();
  if (error instanceof Error) {
    const place =
      /\n\s+at (.*)/.exec(error.stack ?? '')?.[1]?.replace(/\(?(?:file:\/\/)?\/.*\//, '(') ?? 'unknown place';
    return {
      code: 'internal',
      message: `unexpected ${error.name} at ${place}`,
      hint: 'This is a fault in the application; please report it.',
    };
  }
  return { code: 'internal', message: 'unexpected failure', hint: undefined };
}
