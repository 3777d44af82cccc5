export { checkManifest, type ManifestChecked } from './check.ts';
export { listShipped, type RootFolders } from './list.ts';
export { signManifest, type Manifest } from './manifest.ts';
