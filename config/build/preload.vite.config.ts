import type { InlineConfig } from 'vite';
import { BRIDGE_NAME, VERB_NAMES } from '../../shared/ipc/index.ts';

/** The preload as one CommonJS file with everything inside: a sandboxed preload cannot require ours. */
export function preloadBuild(root: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    // Names only: the schemas and their library stay out of the preload.
    define: { CONTRACT_VERBS: JSON.stringify(VERB_NAMES), BRIDGE: JSON.stringify(BRIDGE_NAME) },
    build: {
      outDir: `${root}out/electron`,
      emptyOutDir: false,
      target: 'chrome140',
      minify: false,
      lib: {
        entry: `${root}electron/shell/preload/window.preload.ts`,
        formats: ['cjs'],
        fileName: () => 'window.preload.cjs',
      },
      rolldownOptions: { external: ['electron'] },
    },
  };
}
