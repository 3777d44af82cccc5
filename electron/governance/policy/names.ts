type Names = string | readonly string[];

/** A name, a glob in which `*` stands for any letters, or a list of either. */
export function compileNames(names: Names): (value: string) => boolean {
  const tests = (typeof names === 'string' ? [names] : names).map(compileGlob);
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (value) => tests.some((test) => test(value));
}

/** Without regular expressions, so that no pattern can take long. */
function compileGlob(glob: string): (value: string) => boolean {
  const [head = '', ...rest] = glob.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (value) => value === glob;
  return (value) => {
    if (value.length < head.length + tail.length) return false;
    if (!value.startsWith(head) || !value.endsWith(tail)) return false;
    let at = head.length;
    const end = value.length - tail.length;
    for (const part of rest) {
      const found = value.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
