import { expect, it } from 'vitest';
import type { TransferView } from '../../shared/ipc/index.ts';
import { transferLogCsv } from './transfer-log-csv.ts';

const LINE: TransferView = {
  ...{ entry: 7, atMs: Date.UTC(2026, 2, 5, 12), person: 'Otto "the" Op', way: 'out', what: 'table' },
  medium: { kind: 'removable', volume: '6A1B-9F02', label: 'WARD 3', encrypted: false },
  ...{ state: 'done', protection: 'zip_aes256', purpose: '=HYPERLINK("x")', recipient: 'registry, county' },
  ...{ sizeBytes: 2048, sha256: 'ab'.repeat(32) },
};

it('writes who, when, what, on which medium, what for and to whom, and nothing that a spreadsheet runs', () => {
  expect(transferLogCsv([LINE])).toBe(
    'entry,time,person,way,what,state,why,medium,volume,label,device,filesystem,volume_encrypted,protection,' +
      'purpose,recipient,clear_reason,size_bytes,sha256\r\n' +
      `7,2026-03-05T12:00:00.000Z,"Otto ""the"" Op",out,table,done,,removable,6A1B-9F02,WARD 3,,,false,zip_aes256,` +
      `"'=HYPERLINK(""x"")","registry, county",,2048,${'ab'.repeat(32)}\r\n`,
  );
});

it('is a header alone where nothing crossed the border', () => {
  expect(transferLogCsv([]).split('\r\n')).toHaveLength(2);
});
