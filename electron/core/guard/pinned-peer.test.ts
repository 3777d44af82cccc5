import { expect, test } from 'vitest';
import { peerOf } from './pinned-peer.ts';

const policy = (identityProvider: unknown) => ({ v: 1, identityProvider });

test('the peer is what the machine policy pins: addresses by number, and the port of the issuer', () => {
  const addresses = ['10.20.0.5', 'fd00::5'];
  expect(peerOf(policy({ issuer: 'https://login.hospital.example/x', addresses }))).toEqual({
    addresses,
    port: 443,
  });
  expect(peerOf(policy({ issuer: 'https://login.hospital.example:8443', addresses }))).toEqual({
    addresses,
    port: 8443,
  });
});

test.each([
  ['no policy', undefined],
  ['nothing pinned', {}],
  ['no address', policy({ issuer: 'https://a.example', addresses: [] })],
  ['a name for an address', policy({ issuer: 'https://a.example', addresses: ['a.example'] })],
  [
    'too many',
    policy({
      issuer: 'https://a.example',
      addresses: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'],
    }),
  ],
  ['no TLS', policy({ issuer: 'http://a.example', addresses: ['10.0.0.1'] })],
  ['no issuer', policy({ addresses: ['10.0.0.1'] })],
  ['no list', policy({ issuer: 'https://a.example', addresses: '10.0.0.1' })],
])('%s is no way out', (_name, given) => {
  expect(peerOf(given)).toBeUndefined();
});
