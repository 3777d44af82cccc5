import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'vite';

/** Where the page goes, from the root of the project. */
export const VERIFIER_PAGE = 'out/verifier/swarm-verifier.html';

/**
 * Joins the verifier into one HTML file: script and style inline, under a policy that names the script by
 * its hash. Readable as it is: nothing is minified. Its SHA-256 stands beside it, as `sha256sum` writes it.
 */
export async function buildVerifier(
  root: string,
): Promise<{ readonly html: string; readonly sha256: string }> {
  const source = `${root}renderer/verifier/`;
  const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as { version: string };
  const [template, style] = await Promise.all(
    ['template.html', 'style.css'].map(async (name) => readFile(`${source}${name}`, 'utf8')),
  );
  const script = await bundle(root, `${source}page.ts`);
  if (template === undefined || style === undefined || /<\/script/i.test(script) || /<\/style/i.test(style))
    throw new Error('the parts of the verifier cannot stand inside one page');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${base64Sha256(script)}'`,
    `style-src 'sha256-${base64Sha256(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts: Readonly<Record<string, string>> = {
    POLICY: policy,
    STYLE: style,
    VERSION: version,
    SCRIPT: script,
  };
  // The hashes are over exactly what stands between the tags: blanks around a place are taken out with it.
  const html = template.replaceAll(
    /(?:(?<=>)\s+)?%([A-Z]+)%(?:\s+(?=<\/s))?/g,
    (_, name: string) => parts[name] ?? '',
  );
  const sha256 = createHash('sha256').update(html).digest('hex');
  await mkdir(`${root}out/verifier`, { recursive: true });
  await writeFile(`${root}${VERIFIER_PAGE}`, html);
  await writeFile(`${root}${VERIFIER_PAGE}.sha256`, `${sha256}  swarm-verifier.html\n`);
  return { html, sha256 };
}

function base64Sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

async function bundle(root: string, entry: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: entry, output: { format: 'esm' } },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const chunks = outputs.flatMap((output) => ('output' in output ? output.output : []));
  const [chunk] = chunks;
  if (chunk?.type !== 'chunk' || chunks.length !== 1) throw new Error('the verifier is not one script');
  return `\n${chunk.code}`;
}
