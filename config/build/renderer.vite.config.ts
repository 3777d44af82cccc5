import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

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
  plugins: [react()],
  build: {
    outDir: `${root}out/renderer`,
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
});
