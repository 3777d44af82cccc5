import { rm } from 'node:fs/promises';
import { Problem, type PersonId } from '../../../shared/domain/index.ts';
import { sha256Hex, writeFileAtomic } from '../../core/index.ts';
import type { ReportRenderer } from '../../evidence/index.ts';
import {
  makeEnvelope,
  readKeyFileView,
  voidEnvelope,
  type ChangeRequest,
  type EmergencyRecord,
  type PrintedSheets,
} from '../../keys/index.ts';
import { contextOf } from '../actor.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Handlers } from '../dispatch.ts';
import type { Transfers } from '../../operations/index.ts';
import { nameOf } from '../people.ts';
import { recordedAct } from '../recorded.ts';
import { numberedPath } from '../recovery-verbs.ts';
import { redactTyped } from '../typed-text.ts';
import { sayingWhose } from '../whose-password.ts';
import type { EmergencyRoom } from './room.ts';
import { emergencyView } from './view.ts';

const DONE = { ok: true } as const;

export interface EnvelopePorts {
  readonly transfers: Transfers;
  readonly renderer: Pick<ReportRenderer, 'paper'>;
}

/** The sealed envelope: made by two, taken away by compliance. */
export function envelopeVerbs(
  desk: Desk<Content>,
  room: EmergencyRoom,
  ports: EnvelopePorts,
): Pick<Handlers, 'emergency.makeEnvelope' | 'emergency.voidEnvelope'> {
  return {
    'emergency.makeEnvelope': async (asked, caller) => {
      const { witness, witnessPassword, witnessCode, password, reason, papers } = asked;
      await room.settle();
      const { emergency: present } = await readKeyFileView(desk.place.paths.keyFile);
      await sayingWhose(nameOf(desk.everyone, witness), () =>
        desk.confirmSecond(witness, witnessPassword, witnessCode),
      );
      const outgoing = await ports.transfers.place(
        { what: 'emergency_code', suggestedName: 'emergency-code.pdf' },
        contextOf(caller),
      );
      if (outgoing === undefined) return null;
      const { file: target } = outgoing;
      const written: string[] = [];
      const drawn: Uint8Array[] = [];
      const make = async (request: ChangeRequest): Promise<EmergencyRecord> => {
        const print = async (printed: PrintedSheets): Promise<void> => {
          for (const { number, groups } of printed.sheets) {
            const pdf = await ports.renderer.paper({
              kind: 'emergency',
              ...{ workspaceId: desk.place.workspaceId, set: printed.set, number, count: papers, groups },
              madeAtMs: request.nowMs,
              madeBy: nameOf(desk.everyone, request.personId as PersonId),
              witnessedBy: nameOf(desk.everyone, witness),
            });
            const path = papers === 1 ? target : numberedPath(target, number, papers);
            await writeFileAtomic(path, pdf);
            written.push(path);
            drawn.push(pdf);
          }
        };
        try {
          return await makeEnvelope(request, { papers, witness, print });
        } catch (error) {
          // Papers that open nothing are not left lying about.
          for (const path of written) await rm(path, { force: true });
          throw error;
        }
      };
      await recordedAct(
        desk.journal,
        'emergency.envelope_made',
        {
          ...{ papers, witness, reason: await redactTyped(desk, reason) },
          ...(present && { replaces: present.set }),
        },
        contextOf(caller),
        () =>
          outgoing.sendBy(async () => {
            const record = await desk.changeKeys(password, make);
            const all = Buffer.concat(drawn);
            return { ...record, sizeBytes: all.length, sha256: sha256Hex(all) };
          }, contextOf(caller)),
        ({ set }) => ({ ...DONE, set }),
      );
      return { files: written, state: await emergencyView(desk, room, caller) };
    },

    'emergency.voidEnvelope': async ({ reason, password }, caller) => {
      const { emergency: present } = await readKeyFileView(desk.place.paths.keyFile);
      if (present === undefined)
        throw new Problem('not_found', 'there is no emergency envelope', 'There is nothing to take away.');
      await recordedAct(
        desk.journal,
        'emergency.envelope_voided',
        { set: present.set, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.changeKeys(password, voidEnvelope),
        () => DONE,
      );
      return emergencyView(desk, room, caller);
    },
  };
}
