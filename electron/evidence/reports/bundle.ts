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
  const manifest = BundleManifest.safeParse({
    format: BUNDLE_FORMAT,
    version: BUNDLE_VERSION,
    workspace: content.workspace,
    about: content.about,
    writtenAtMs: content.nowMs,
    appVersion: content.appVersion,
    files: ordered.map(([path, bytes]) => ({ path, sizeBytes: bytes.length, sha256: sha256Hex(bytes) })),
  });
  if (!manifest.success)
    throw new Problem('invalid_input', 'a file of the bundle has a name that is not plain');
  const manifestBytes = Buffer.from(canonicalJson(manifest.data), 'utf8');
  return zip([
    [BUNDLE_MANIFEST_FILE, manifestBytes],
    [BUNDLE_SIGNATURE_FILE, await signDetached([manifestBytes], key)],
    ...ordered,
  ]);
}

/** The first day that the format knows, so that the same files give the same bytes: 1 January 1980. */
const DOS_DATE = 0x0021;
const MOST_BYTES = 0xffffffff;

/** A zip of stored files (PKWARE APPNOTE 6.3.3), one behind the other. */
function zip(files: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const contents: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name, 'latin1')]);
    const central = Buffer.concat([
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      common,
      Buffer.alloc(14),
      Buffer.from(name, 'latin1'),
    ]);
    central.writeUInt32LE(at, 42);
    contents.push(central);
    parts.push(local, content);
    at += local.length + content.length;
    if (at > MOST_BYTES) throw new Problem('limit_reached', 'the bundle would be larger than a zip can be');
  }
  const table = Buffer.concat(contents);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, table, end]);
}
