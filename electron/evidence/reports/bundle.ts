import { crc32 } from 'node:zlib';
import { Problem, type WorkspaceId } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_MANIFEST_FILE,
  BUNDLE_SIGNATURE_FILE,
  BUNDLE_VERSION,
  BundleManifest,
} from '../../../shared/formats/evidence-bundle.ts';
import { EVIDENCE_FILES, type EvidenceFiles } from '../../../shared/formats/evidence.ts';
import { sha256Hex } from '../../core/index.ts';
import { signDetached } from './sign/cms.ts';
import type { DocumentSigner, ReportKey } from './sign/signer.ts';
import { localHeader, MOST_ZIP_BYTES, zipTable, type ZipMember } from './zip.ts';

/** What goes into a bundle. */
export interface BundleContent {
  readonly workspace: WorkspaceId;
  /** What the bundle is, in a sentence. */
  readonly about: string;
  readonly appVersion: string;
  readonly nowMs: number;
  /** By path; `BUNDLE_PATH` says which are allowed. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly evidence?: EvidenceFiles | undefined;
}

/**
 * An evidence bundle: a zip with a signed manifest. Files are stored as they are, so that a bundle opens
 * everywhere and its verifier needs to unpack nothing.
 *
 * @throws Problem `invalid_input` for a path that is not allowed, or a key that does not fit
 */
export async function writeBundle(
  content: BundleContent,
  key: ReportKey | DocumentSigner,
): Promise<Uint8Array> {
  const files = new Map(Object.entries(content.files));
  if (content.evidence !== undefined)
    for (const part of ['rows', 'checkpoint', 'proofs'] as const)
      files.set(EVIDENCE_FILES[part], Buffer.from(content.evidence[part], 'utf8'));
  const ordered = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const manifestBytes = bundleManifest(
    content,
    ordered.map(([path, bytes]) => ({ path, sizeBytes: bytes.length, sha256: sha256Hex(bytes) })),
  );
  return zip([
    [BUNDLE_MANIFEST_FILE, manifestBytes],
    [BUNDLE_SIGNATURE_FILE, await signDetached([manifestBytes], key)],
    ...ordered,
  ]);
}

/**
 * The manifest in canonical form: what is signed.
 *
 * @throws Problem `invalid_input` for a path that is not allowed
 */
export function bundleManifest(
  about: Pick<BundleContent, 'workspace' | 'about' | 'appVersion' | 'nowMs'>,
  files: BundleManifest['files'],
): Uint8Array {
  const manifest = BundleManifest.safeParse({
    format: BUNDLE_FORMAT,
    version: BUNDLE_VERSION,
    workspace: about.workspace,
    about: about.about,
    writtenAtMs: about.nowMs,
    appVersion: about.appVersion,
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  });
  if (!manifest.success)
    throw new Problem('invalid_input', 'a file of the bundle has a name that is not plain');
  return Buffer.from(canonicalJson(manifest.data), 'utf8');
}

/** A zip of stored files, one behind the other. */
function zip(files: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const members: ZipMember[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const { length } = content;
    const member = {
      name,
      crc32: crc32(content),
      sizeBytes: length,
      packedBytes: length,
      deflated: false,
      at,
    };
    const header = localHeader(member);
    members.push(member);
    parts.push(header, content);
    at += header.length + length;
    if (at > MOST_ZIP_BYTES)
      throw new Problem('limit_reached', 'the bundle would be larger than a zip can be');
  }
  return Buffer.concat([...parts, zipTable(members, at)]);
}
