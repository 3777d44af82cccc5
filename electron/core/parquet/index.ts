export { ParquetFile, type ParquetCell, type ParquetColumn } from './parquet-file.ts';
