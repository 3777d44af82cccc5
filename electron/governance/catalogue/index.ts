export { rulesInEffect } from './rules-in-effect.ts';
export { loadCatalogue, readCatalogue, type Catalogue } from './catalogue.ts';
