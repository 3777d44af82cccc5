import { Problem } from '../../../../shared/domain/index.ts';
import { SIGNATURE_ROOM, type Unsigned } from '../pdf/signature-field.ts';
import { signDetached } from './cms.ts';
import type { DocumentSigner, ReportKey } from './signer.ts';

/** Fills the room for the signature. Returns the signed file; the unsigned one stays as it was. */
export async function signPdf(unsigned: Unsigned, key: ReportKey | DocumentSigner): Promise<Uint8Array> {
  const { pdf, start, end } = unsigned;
  const cms = await signDetached([pdf.subarray(0, start), pdf.subarray(end)], key);
  if (cms.length > SIGNATURE_ROOM)
    throw new Problem(
      'invalid_input',
      'the signature with its certificates is larger than its room in the file',
    );
  const signed = Buffer.from(pdf);
  signed.write(Buffer.from(cms).toString('hex'), start + 1, 'latin1');
  return signed;
}
