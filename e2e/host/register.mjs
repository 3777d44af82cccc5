// Loaded before main in the stand-in: `electron` means the stand-in's API there. Worker threads inherit
// the option that loads this file; like Electron's, they get no Electron API.
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const standIn = new URL('./api/electron.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
  });
  await import('./api/serve.ts');
}
