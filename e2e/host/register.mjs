// Loaded before main in the stand-in: `electron` means the stand-in's API there.
import { registerHooks } from 'node:module';

const standIn = new URL('./api/electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
await import('./api/serve.ts');
