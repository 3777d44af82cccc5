export { fileImage, memoryImage, type DatabaseImage } from './image.ts';
export { PageSource, type Overlay } from './page-source.ts';
export { LOCK_PAGE, PAGE_BYTES, PageCheck, USABLE_BYTES } from './pages.ts';
export {
  isBlob,
  isText,
  MalformedPage,
  readInteger,
  readLeaf,
  readRecord,
  readTablePage,
  RecordColumns,
  type Column,
} from './table.ts';
export { readWalIndex, type WalIndex } from './wal-index.ts';
export { readWal, type WalReport } from './wal.ts';
