import { Problem } from '../domain/problem.ts';
import { canonicalJson } from '../formats/canonical-json.ts';
import { toHex } from '../formats/journal/bytes.ts';
import type { VerifyView } from '../ipc/verify-views.ts';
import { checkEvidence } from './check-evidence.ts';
import { checkSample } from './check-sample.ts';
import { checkSignature, SIGNATURE_STEPS } from './signer.ts';
import type { VerifierTools } from './tools.ts';
import { Lines, type KnownByOtherMeans } from './verdict.ts';
import { readZip, unzip, type ZipEntry } from './zip.ts';

/** As in `shared/formats/evidence-bundle.ts`, whose schema a verifier does without. */
const FORMAT = 'swarm-clinical/evidence-bundle';
const MANIFEST = 'manifest.json';
const SIGNATURE = 'manifest.json.p7s';
const LARGEST_MANIFEST = 8 * 1024 * 1024;

interface Listed {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Verifies an evidence bundle: the signature over its manifest, every file against it, and the evidence. */
export async function inspectBundle(
  bytes: Uint8Array,
  known: KnownByOtherMeans,
  tools: VerifierTools,
): Promise<{ readonly view: VerifyView; readonly checkpoint: string | undefined }> {
  const lines = new Lines();
  const subject = known.fileName ?? 'evidence bundle';
  const read = await lines.check(
    'Form',
    async () => {
      const entries = readZip(bytes);
      const manifest = await small(entries, MANIFEST, tools);
      return {
        entries,
        manifest,
        signature: await small(entries, SIGNATURE, tools),
        about: readManifest(manifest, tools),
      };
    },
    ({ about }) => `a bundle whose manifest names ${about.files.length} files`,
  );
  if (read === undefined) {
    lines.notReached([...SIGNATURE_STEPS, 'Files']);
    return { view: lines.view(subject), checkpoint: undefined };
  }
  const { entries, about } = read;
  await checkSignature(
    lines,
    { of: '', cms: read.signature, content: [read.manifest], atMs: about.writtenAtMs, made: '' },
    known,
    tools,
  );
  const files = await lines.check(
    'Files',
    async () => checkFiles(entries, about.files, tools),
    (found) => `${found.size} files match their hashes, and there is no other`,
  );
  const checkpoint =
    files === undefined ? undefined : await checkEvidence(lines, (name) => files.get(name), known, tools);
  if (files !== undefined) await checkSample(lines, (name) => files.get(name), checkpoint, tools);
  return { view: lines.view(`${subject}: ${about.about}`), checkpoint };
}

async function small(entries: readonly ZipEntry[], name: string, tools: VerifierTools): Promise<Uint8Array> {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined)
    throw new Problem('foreign_file', `the zip has no \`${name}\`: it is not an evidence bundle`);
  if (entry.sizeBytes > LARGEST_MANIFEST)
    throw new Problem('limit_reached', `\`${name}\` is larger than it can be`);
  return unzip(entry, tools);
}

function readManifest(
  bytes: Uint8Array,
  tools: VerifierTools,
): { readonly about: string; readonly writtenAtMs: number; readonly files: readonly Listed[] } {
  const bad = new Problem('damaged', 'the manifest does not read as one');
  const text = tools.utf8(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw bad;
  }
  if (typeof json !== 'object' || json === null || canonicalJson(json) !== text) throw bad;
  const { format, version, about, writtenAtMs, files } = json as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) throw bad;
  if (version !== 1)
    throw new Problem('newer_format', 'the bundle is of a newer version than this program reads');
  if (typeof about !== 'string' || typeof writtenAtMs !== 'number' || !Array.isArray(files)) throw bad;
  return {
    about: about.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200),
    writtenAtMs,
    files: (files as unknown[]).map((file) => {
      const { path, sizeBytes, sha256 } = (file ?? {}) as Readonly<Record<string, unknown>>;
      if (typeof path !== 'string' || typeof sizeBytes !== 'number' || typeof sha256 !== 'string') throw bad;
      return { path, sizeBytes, sha256 };
    }),
  };
}

/** Every file that the manifest names, as it names it, and none beside. @throws Problem naming the file */
async function checkFiles(
  entries: readonly ZipEntry[],
  listed: readonly Listed[],
  tools: VerifierTools,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = new Set([MANIFEST, SIGNATURE, ...listed.map(({ path }) => path)]);
  const other = entries.find(({ name }) => !names.has(name));
  if (other !== undefined) throw new Problem('changed', `\`${other.name}\` is not in the manifest`);
  const found = new Map<string, Uint8Array>();
  for (const { path, sizeBytes, sha256 } of listed) {
    const entry = entries.find(({ name }) => name === path);
    if (entry === undefined) throw new Problem('changed', `\`${path}\` is missing`);
    const content = entry.sizeBytes === sizeBytes ? await unzip(entry, tools) : undefined;
    if (content === undefined || toHex(await tools.digest(content)) !== sha256)
      throw new Problem('changed', `\`${path}\` was changed`);
    found.set(path, content);
  }
  return found;
}
