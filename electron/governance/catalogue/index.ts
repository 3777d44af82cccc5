export { loadCatalogue, readCatalogue, type Catalogue, type Pipeline, type Profile } from './catalogue.ts';
