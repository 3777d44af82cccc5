import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The page: relative addresses, so that it works under `app://swarm/` and `https://app.invalid/`
 * alike; nothing inlined, so that its content security policy needs neither `data:` nor
 * `unsafe-inline`.
 */
export default defineConfig({
  root: `${root}renderer`,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  cacheDir: `${root}node_modules/.vite/renderer`,
  plugins: [react(), englishOnly()],
  build: {
    outDir: `${root}out/renderer`,
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // The parser of PDFs is one file, loaded when somebody looks at a report.
    chunkSizeWarningLimit: 1600,
  },
});

/** The window speaks English: react-aria's words in other languages stay out. */
function englishOnly(): Plugin {
  const otherLanguage = /\/(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/;
  return {
    name: 'english-only',
    enforce: 'pre',
    resolveId: (id) => (otherLanguage.test(id) ? '\0no-words' : null),
    load: (id) => (id === '\0no-words' ? 'export default {};' : null),
  };
}
