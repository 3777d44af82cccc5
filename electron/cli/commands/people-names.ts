import { Problem } from '../../../shared/domain/index.ts';
import type { Client } from '../client.ts';

/** The id of somebody who may sign in here. @throws Problem `not_found` */
export function personNamed(client: Client, name: string): Client['status']['people'][number]['id'] {
  const wanted = name.normalize('NFC').trim().toLowerCase();
  const person = client.status.people.find((each) => each.name.toLowerCase() === wanted);
  if (person !== undefined) return person.id;
  throw new Problem('not_found', `nobody of that name: \`${name}\``, 'See them all: swarm people list');
}
