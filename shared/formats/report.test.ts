import { describe, expect, it } from 'vitest';
import { looksLikeIdentifier, ReportText } from './report.ts';
import { RunFilePath, RunManifest } from './run-manifest.ts';

describe('texts of a report', () => {
  it.each([
    'call 555-12-3456 back',
    'ssn 555 12 3456',
    'phone (555) 010-4477',
    'write to a.person@hospital.example',
    'see https://portal.example/patient',
    'from 192.0.2.17',
    'born 3/14/1931',
    'born 1931-03-14',
    'record 48211093',
    'MRN: 48211',
  ])('refuses `%s`', (text) => {
    expect(looksLikeIdentifier(text)).toBe(true);
    expect(ReportText.safeParse(text).success).toBe(false);
  });

  it.each([
    'raw export needs the de-identification workflow (HIPAA-001)',
    'See 45 CFR 164.514(b)(2)(i) and 90 FR 898.',
    '1,000,000 rows, missing 4%, parsed 98%',
    'format YYYY-MM-DD',
    'Swarm Clinical 0.1.0, llama.cpp CPU, 1 thread',
  ])('accepts `%s`', (text) => {
    expect(ReportText.safeParse(text).success).toBe(true);
  });

  it('refuses control characters and lone surrogates', () => {
    expect(ReportText.safeParse('a\u0007b').success).toBe(false);
    expect(ReportText.safeParse('a\ud800').success).toBe(false);
  });
});

describe('manifest of a run folder', () => {
  it.each(['../up.json', '/etc/passwd', 'a//b', 'a/../b', '.hidden', 'a/.b', 'a\\b', '', 'a/', 'c:x'])(
    'refuses the path `%s`',
    (path) => {
      expect(RunFilePath.safeParse(path).success).toBe(false);
    },
  );

  it('refuses a file named twice', () => {
    const file = { path: 'reports/a.json', sizeBytes: 1, sha256: 'a'.repeat(64) };
    const manifest = {
      format: 'swarm-clinical/run-folder',
      version: 1,
      run: 'aaaaaaa1-0000-4000-8000-000000000001',
      workspace: 'aaaaaaa3-0000-4000-8000-000000000001',
      writtenAtMs: 0,
      appVersion: '0.1.0',
      files: [file, file],
    };
    expect(RunManifest.safeParse(manifest).success).toBe(false);
    expect(RunManifest.safeParse({ ...manifest, files: [file] }).success).toBe(true);
  });
});
