import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildVerifier, VERIFIER_PAGE } from './verifier.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let page: { readonly html: string; readonly sha256: string };
beforeAll(async () => {
  page = await buildVerifier(root);
});

describe('the verifier page', () => {
  it('is one file under 300 KiB, and the same whenever it is built', async () => {
    expect(Buffer.byteLength(page.html)).toBeLessThan(300 * 1024);
    expect((await buildVerifier(root)).sha256).toBe(page.sha256);
    const beside = readFileSync(`${root}${VERIFIER_PAGE}.sha256`, 'utf8');
    expect(beside).toBe(`${page.sha256}  swarm-verifier.html\n`);
  });

  it('lets its own script and style run by their hashes, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page.html)?.[1] ?? '';
    const hashOf = (tag: string): string => {
      const [, text = ''] = new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`).exec(page.html) ?? [];
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashOf('script')}`,
      `style-src ${hashOf('style')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.html.match(/<script/g)).toHaveLength(1);
  });

  it('holds nothing that reaches out, runs text, or writes markup', () => {
    const script = /<script[^>]*>([^]*?)<\/script>/.exec(page.html)?.[1] ?? '';
    for (const word of [
      ...['fetch(', 'XMLHttpRequest', 'WebSocket', 'sendBeacon', 'import(', 'localStorage', 'indexedDB'],
      ...['eval(', 'new Function', 'innerHTML', 'outerHTML', 'document.write', 'ZodType', 'http://'],
    ])
      expect(script).not.toContain(word);
  });
});
