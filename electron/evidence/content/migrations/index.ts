import type { SchemaDefinition } from '../../database/index.ts';
import { createContentSchema } from './0010-create-content.ts';
import { payloadKeysApart } from './0020-payload-keys-apart.ts';

export const CONTENT_DATABASE: SchemaDefinition = {
  what: 'content store',
  // "SWC1"
  applicationId: 0x53_57_43_31,
  migrations: [createContentSchema, payloadKeysApart],
};
