/** The parts of a zip (PKWARE APPNOTE 6.3.3) as bundles have it: no extra fields, no descriptors, no zip64. */

/** The first day that the format knows, so that the same files give the same bytes: 1 January 1980. */
const DOS_DATE = 0x0021;
const DEFLATED = 8;
/** More than that a zip without zip64 cannot say. */
export const MOST_ZIP_BYTES = 0xffffffff;

/** A file in a zip, with what its headers say of it. */
export interface ZipMember {
  /** ASCII. */
  readonly name: string;
  readonly crc32: number;
  readonly sizeBytes: number;
  /** As it lies in the zip. */
  readonly packedBytes: number;
  readonly deflated: boolean;
  /** Where its local header begins. */
  readonly at: number;
}

function common({ name, crc32, sizeBytes, packedBytes, deflated }: ZipMember): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(deflated ? DEFLATED : 0, 4);
  bytes.writeUInt16LE(DOS_DATE, 8);
  bytes.writeUInt32LE(crc32, 10);
  bytes.writeUInt32LE(packedBytes, 14);
  bytes.writeUInt32LE(sizeBytes, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

/** What stands before the content of a file. Its length depends on the name alone. */
export function localHeader(member: ZipMember): Buffer {
  const { name } = member;
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common(member), Buffer.from(name, 'latin1')]);
}

/** Table of contents and end, for behind the last file. */
export function zipTable(members: readonly ZipMember[], at: number): Buffer {
  const table = Buffer.concat(members.map(centralHeader));
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([table, end]);
}

function centralHeader(member: ZipMember): Buffer {
  const { name, at } = member;
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common(member),
    Buffer.alloc(14),
    Buffer.from(name, 'latin1'),
  ]);
  central.writeUInt32LE(at, 42);
  return central;
}
