/** Values by name below their key, as `reg.exe query` prints them; keys and names in lower case. */
export type RegistryText = ReadonlyMap<string, ReadonlyMap<string, string>>;

const VALUE = /^ {4}(.+?) {4}(REG_[A-Z_]+) {4}(.*)$/;

/**
 * Reads what `reg.exe query` prints: a line per key, and below it a line per value, set off by four blanks.
 * Numbers come out in decimal. What has another form is passed over.
 */
export function readRegistryText(text: string): RegistryText {
  const found = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, type, value = ''] = VALUE.exec(line) ?? [];
    if (name !== undefined)
      values.set(name.toLowerCase(), type === 'REG_DWORD' ? String(Number(value)) : value);
    else if (line.startsWith('HKEY_'))
      found.set(line.trim().toLowerCase(), (values = new Map<string, string>()));
  }
  return found;
}

/** A value under the key whose name ends so; undefined where there is none. */
export function valueBelow(text: RegistryText, keyEnd: string, name: string): string | undefined {
  const end = keyEnd.toLowerCase();
  for (const [key, values] of text) if (key.endsWith(end)) return values.get(name.toLowerCase());
  return undefined;
}
