import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { buildKey, writeManifest } from './manifest.ts';
import { nodeBuild } from './node.vite.config.ts';
import { preloadBuild } from './preload.vite.config.ts';
import { buildVerifier } from './verifier.ts';

/** Builds everything that ships into `out/`: Node side, preload, renderer, and the signed list of it all. */
const root = `${join(import.meta.dirname, '../..')}/`;
await rm(`${root}out`, { recursive: true, force: true });
const key = buildKey();
await build(nodeBuild(root, key.releaseKey));
if (existsSync(`${root}electron/shell/preload/window.preload.ts`)) await build(preloadBuild(root));
const renderer = `${root}config/build/renderer.vite.config.ts`;
if (existsSync(renderer)) await build({ configFile: renderer });
await buildVerifier(root);
await writeManifest(root, key);
