import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLock, readPackageFile } from './inventory.ts';
import { auditSupply } from './rules.ts';
import { bill, builtManifest, shippedModels } from './sbom.ts';

/** `npm run audit:offline`: what can be said of the supply chain without asking anybody, and what cannot. */
const root = join(import.meta.dirname, '../..');
const file = readPackageFile(root);
const packages = readLock(root);
const notes = readFileSync(join(root, 'resources/docs/dependencies.md'), 'utf8');

let failed = 0;
for (const { rule, looked, wrong } of auditSupply(file, packages, notes)) {
  failed += wrong.length;
  say(`${wrong.length === 0 ? 'ok' : 'WRONG'}  ${rule} (${looked})`);
  for (const each of wrong) say(`       ${each}`);
}
for (const [name, allowed] of Object.entries(file.allowScripts))
  say(`       install script of ${name}: ${allowed ? 'runs' : 'does not run'}`);

const materials = bill(file.version, packages, builtManifest(root), shippedModels(root));
writeFileSync(join(root, 'out/sbom.cdx.json'), `${JSON.stringify(materials, null, 2)}\n`);
say(
  `ok  bill of materials: out/sbom.cdx.json, ${(materials as { components: unknown[] }).components.length} components`,
);
say(
  'Not checked, because it needs a network: known vulnerabilities of these versions, and who published them.',
);
process.exitCode = failed === 0 ? 0 : 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
