import type { Linter } from 'eslint';

// SEC-27, SEC-28: what no code of ours may write, because it would open a connection, load a module past the
// module graph, or start a program. The guard of electron/core/guard refuses the same when it runs.
const reason = 'nothing of ours opens a connection or starts a program';
const propertyReason = `loads modules past the module graph; ${reason}`;

/** Rules for code that ships. */
export const networkRules: Linter.RulesRecord = {
  'no-restricted-globals': [
    'error',
    ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'WebTransport', 'RTCPeerConnection'].map(
      (name) => ({ name, message: reason }),
    ),
  ],
  'no-restricted-properties': [
    'error',
    ...['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen', 'mainModule'].map((property) => ({
      object: 'process',
      property,
      message: propertyReason,
    })),
    { object: 'navigator', property: 'sendBeacon', message: reason },
    { object: 'globalThis', property: 'fetch', message: reason },
    { object: 'window', property: 'fetch', message: reason },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'ImportExpression > :not(Literal)',
      message: 'only a module named in the code itself may be loaded while running',
    },
    { selector: "CallExpression[callee.name='createRequire']", message: propertyReason },
  ],
};

/** Parts of Electron that reach a network or start programs. */
export const electronParts = {
  name: 'electron',
  importNames: ['net', 'autoUpdater', 'crashReporter', 'shell', 'inAppPurchase', 'pushNotifications'],
  message: reason,
};
