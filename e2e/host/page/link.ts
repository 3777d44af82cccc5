/**
 * Runs inside Chromium, in two worlds of the same page, and must need nothing from outside itself: it
 * is put in as text. Joins the page's world with the preload's the way Electron's context bridge does:
 * plain data is copied, functions become functions on the other side, promises become promises.
 *
 * The carrier is a message port that page scripts never see. Its events reach both worlds at once, and
 * Chromium copies their details when they cross.
 */
export function linkWorlds(
  carrier: EventTarget,
  side: 'page' | 'preload',
): {
  expose(key: string, value: unknown): void;
  onExpose(listener: (key: string, value: unknown) => void): void;
} {
  type Callable = (...args: unknown[]) => unknown;
  interface Answer {
    token: number;
    value?: unknown;
    error?: string;
  }
  const other = side === 'page' ? 'preload' : 'page';
  const functions = new Map<number, Callable>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let next = 1;

  const say = (kind: string, detail: unknown): void => {
    carrier.dispatchEvent(new CustomEvent(`${other}:${kind}`, { detail }));
  };
  const hear = (kind: string, listener: (detail: never) => void): (() => void) => {
    const receive = (event: Event): void => {
      listener((event as CustomEvent).detail as never);
    };
    carrier.addEventListener(`${side}:${kind}`, receive);
    return () => {
      carrier.removeEventListener(`${side}:${kind}`, receive);
    };
  };
  const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  const pack = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const id = next++;
      functions.set(id, value as Callable);
      return { link: 'function', id };
    }
    if (value instanceof Promise) {
      const id = next++;
      value.then(
        (result: unknown) => {
          say('settled', { token: id, value: pack(result) });
        },
        (error: unknown) => {
          say('settled', { token: id, error: words(error) });
        },
      );
      return { link: 'promise', id };
    }
    if (Array.isArray(value)) return { link: 'array', items: value.map(pack) };
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      return { link: 'object', fields: Object.entries(value).map(([key, item]) => [key, pack(item)]) };
    }
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    return value;
  };
  const unpack = (packed: unknown): unknown => {
    if (typeof packed !== 'object' || packed === null || !('link' in packed)) return packed;
    const part = packed as { link: string; id: number; items: unknown[]; fields: [string, unknown][] };
    switch (part.link) {
      case 'function':
        return (...args: unknown[]) => call(part.id, args);
      case 'promise':
        return new Promise((resolve, reject) => {
          waiting.set(part.id, { resolve, reject });
        });
      case 'array':
        return part.items.map(unpack);
      default:
        return Object.fromEntries(part.fields.map(([key, item]) => [key, unpack(item)]));
    }
  };
  const call = (id: number, args: unknown[]): unknown => {
    const token = next++;
    const answers: Answer[] = [];
    const stop = hear('answer', (detail: Answer) => {
      if (detail.token === token) answers.push(detail);
    });
    say('call', { token, id, args: pack(args) });
    stop();
    const [answer] = answers;
    if (answer === undefined) throw new Error('An object could not be cloned.');
    if (answer.error !== undefined) throw new Error(answer.error);
    return unpack(answer.value);
  };

  hear('call', ({ token, id, args }: { token: number; id: number; args: unknown }) => {
    try {
      const value = functions.get(id)?.(...(unpack(args) as unknown[]));
      say('answer', { token, value: pack(value) });
    } catch (error) {
      say('answer', { token, error: words(error) });
    }
  });
  hear('settled', ({ token, value, error }: Answer) => {
    const promise = waiting.get(token);
    waiting.delete(token);
    if (error === undefined) promise?.resolve(unpack(value));
    else promise?.reject(new Error(error));
  });

  return {
    expose: (key, value) => {
      say('expose', { key, value: pack(value) });
    },
    onExpose: (listener) => {
      hear('expose', ({ key, value }: { key: string; value: unknown }) => {
        listener(key, unpack(value));
      });
    },
  };
}
