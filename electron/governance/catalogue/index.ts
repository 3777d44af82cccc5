export { loadCatalogue, readCatalogue, type Catalogue } from './catalogue.ts';
