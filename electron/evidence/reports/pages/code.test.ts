import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { modulesOf } from './code.ts';

const NOTE = `swarm-clinical.invalid/5f0c9d5e-8a94-4b3a-9d0e-111111111111
10000000
xtmcFsIpDZDKw+dHpSuer1RjTC8cgBgMOlvbyqmDG50=

— swarm-clinical.invalid/5f0c9d5e-8a94-4b3a-9d0e-111111111111 vzGWarLKQp8KLl7SHNSyTzNW6rzzQnkSmNHHcLhNXWVEfzBC6TSiYZwKeuWuPjjHPYo5bWyXyAF7e2bhzQyqhWfbzA0=
`;

test('somebody else’s reader gets the bytes of the note back', () => {
  const modules = modulesOf(NOTE);
  const [scale, quiet] = [4, 4];
  const side = (modules.length + 2 * quiet) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const dark = modules[Math.floor(y / scale) - quiet]?.[Math.floor(x / scale) - quiet] === true;
      if (dark) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  const read = jsQR.default(pixels, side, side);
  expect(Buffer.from(read?.binaryData ?? []).toString('utf8')).toBe(NOTE);
});
