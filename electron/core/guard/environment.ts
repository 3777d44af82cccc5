/** What a child of ours may see of the environment: nothing that configures Node or names a proxy. */
const KEPT_ENVIRONMENT: readonly string[] = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'LD_LIBRARY_PATH',
];

/** Set by Node for its own channel to a child, and by node-llama-cpp for the child that tries a library. */
const CHANNEL_ENVIRONMENT: readonly string[] = [
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'TEST_BINDING_CP',
];

/** The environment that every child of ours starts with. */
export function childEnvironment(): Record<string, string> {
  return Object.fromEntries(
    KEPT_ENVIRONMENT.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** `NAME=value` pairs as they reach the system, cut to what a child may see. */
export function keptPairs(pairs: readonly string[]): string[] {
  const kept = new Set([...KEPT_ENVIRONMENT, ...CHANNEL_ENVIRONMENT]);
  return pairs.filter((pair) => kept.has(pair.slice(0, pair.indexOf('='))));
}
