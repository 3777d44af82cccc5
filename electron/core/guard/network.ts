import { createRequire } from 'node:module';
import { getSystemErrorMap } from 'node:util';

type Refuse = (call: string) => void;
type Binding = Record<string, unknown>;
/** A handle as its binding exports it: what is fixed on its prototype is fixed for every one. */
interface Handle {
  readonly prototype: object;
}

/**
 * SEC-27: the handles below `net`, `tls`, `dgram`, `dns`, `http`, `https`, `http2` and undici, in this thread.
 * Every way to a peer leads through one of these calls, whichever module or package makes it. Each answers
 * with the system's own "permission denied", which every module above knows how to report. Channels to our
 * own children and standard streams use `Pipe.open`, which stays.
 */
const REFUSED_CALLS: readonly (readonly [
  binding: string,
  handle: string,
  prefix: string,
  calls: string[],
])[] = [
  ['tcp_wrap', 'TCP', 'tcp', ['open', 'bind', 'bind6', 'listen', 'connect', 'connect6']],
  ['udp_wrap', 'UDP', 'udp', ['open', 'bind', 'bind6', 'connect', 'connect6', 'send', 'send6']],
  ['pipe_wrap', 'Pipe', 'pipe', ['bind', 'listen', 'connect']],
];

/** Requests that Chromium or undici would make for a script. */
const REFUSED_GLOBALS = ['WebSocket', 'EventSource'] as const;

/** Where a connection may lead, by number: the one thing that is ever let out. */
export interface AllowedPeer {
  readonly addresses: readonly string[];
  readonly port: number;
}

/**
 * Closes every way to the network in this thread. Irrevocable.
 *
 * @param peer the one peer that a TCP connection may be opened to; only the sign-in process has one
 */
export function refuseNetwork(refuse: Refuse, peer?: AllowedPeer): void {
  const denied = errorNumber('EACCES');
  const answer = (call: string) => () => {
    refuse(call);
    return denied;
  };
  for (const [name, handle, prefix, calls] of REFUSED_CALLS) {
    const { prototype } = binding(name)[handle] as Handle;
    for (const call of calls) {
      const refused = answer(`${prefix}.${call}`);
      const connects = name === 'tcp_wrap' && (call === 'connect' || call === 'connect6');
      fix(
        prototype,
        call,
        connects && peer !== undefined ? connectTo(peer, prototype, call, refused) : refused,
      );
    }
  }
  const cares = binding('cares_wrap');
  for (const call of ['getaddrinfo', 'getnameinfo']) fix(cares, call, answer(`dns.${call}`));
  const resolver = (cares.ChannelWrap as Handle).prototype;
  const queries = Object.getOwnPropertyNames(resolver).filter((call) => /^(query|getHostByAddr)/.test(call));
  for (const call of queries) fix(resolver, call, answer(`dns.${call}`));

  // This module took the two look-ups for itself when it was loaded, which may have been before us.
  const { promises } = createRequire(import.meta.url)('node:dns') as { promises: object };
  for (const call of ['lookup', 'lookupService']) {
    fix(promises, call, () => {
      refuse(`dns.${call}`);
      return Promise.reject(refusedError());
    });
  }
  const { fetch } = globalThis;
  fix(globalThis, 'fetch', (address: unknown, options?: RequestInit) => {
    // Such an address is its own content: packages unpack code that they carry with them this way.
    if (typeof address === 'string' && address.startsWith('data:')) return fetch(address, options);
    refuse('fetch');
    return Promise.reject(refusedError());
  });
  for (const name of REFUSED_GLOBALS) {
    // Node loads all of undici (36 ms of each process and thread) when such a name is read or defined over.
    Reflect.deleteProperty(globalThis, name);
    fix(globalThis, name, function Refused() {
      refuse(name);
      throw refusedError();
    });
  }
}

/** A handle's own way to connect, for one peer; for every other it is as refused as everywhere else. */
function connectTo(
  { addresses, port }: AllowedPeer,
  prototype: object,
  call: string,
  refused: () => number,
): (...how: unknown[]) => number {
  const connect = Reflect.get(prototype, call) as (this: unknown, ...how: unknown[]) => number;
  const allowed = new Set(addresses);
  return function guardedConnect(this: unknown, ...how: unknown[]) {
    // Taken once: what is looked at is what is connected to.
    const [request, address, toPort, ...rest] = how;
    if (typeof address !== 'string' || !allowed.has(address) || toPort !== port) return refused();
    return connect.apply(this, [request, address, toPort, ...rest]);
  };
}

function refusedError(): Error {
  return Object.assign(new Error('network access is refused'), { code: 'EACCES' });
}

/** Node's own bindings, which its modules share with us: what is fixed here is fixed for all of them. */
export function binding(name: string): Binding {
  return (process as unknown as { binding(of: string): Binding }).binding(name);
}

/** Replaces a member for good: it can be neither set nor defined again. */
export function fix(owner: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: false, configurable: false, enumerable: true });
}

/** The number by which libuv calls an error on this system. */
export function errorNumber(name: string): number {
  for (const [number, [known]] of getSystemErrorMap()) if (known === name) return number;
  throw new Error(`no error \`${name}\` on this system`);
}
