import {
  dictionaryOf,
  type PdfDictionary,
  type PdfFile,
  type PdfValue,
} from '../../../../shared/verify/index.ts';
import { array, ref } from './write.ts';

/** Where copied objects go: a number first, the object when it is known. */
export interface Target {
  reserve(): number;
  set(number: number, value: PdfValue): void;
}

/**
 * Copies objects with all that they refer to, each once.
 *
 * @param parent the page tree that `Parent` leads to in the copy
 */
export function copier(file: PdfFile, target: Target, parent?: number): (value: PdfValue) => PdfValue {
  const copied = new Map<number, number>();
  const copyObject = (number: number): number => {
    const known = copied.get(number);
    if (known !== undefined) return known;
    const to = target.reserve();
    copied.set(number, to);
    target.set(to, copy(file.object(number)));
    return to;
  };
  const copy = (value: PdfValue): PdfValue => {
    switch (value.type) {
      case 'ref':
        return ref(copyObject(value.object));
      case 'array':
        return array(value.items.map(copy));
      case 'dictionary':
        return copyDictionary(value);
      case 'stream':
        return { ...value, dictionary: copyDictionary(value.dictionary) };
      case 'atom':
      case 'name':
      case 'string':
        return value;
    }
  };
  const copyDictionary = (value: PdfDictionary): PdfDictionary => ({
    type: 'dictionary',
    entries: new Map(
      [...value.entries].map(([key, item]) => [
        key,
        key === 'Parent' && parent !== undefined ? ref(parent) : copy(item),
      ]),
    ),
  });
  return copy;
}

/** The pages of what the renderer wrote, as references into it. */
export function pagesOf(file: PdfFile): readonly PdfValue[] {
  const root = dictionaryOf(file, file.trailer.entries.get('Root'), 'the catalog');
  const kids = dictionaryOf(file, root.entries.get('Pages'), 'the page tree').entries.get('Kids');
  if (kids?.type !== 'array') throw new Error('the renderer wrote no pages');
  return kids.items;
}
