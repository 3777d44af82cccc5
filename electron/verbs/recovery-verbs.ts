import { basename, dirname, extname, join } from 'node:path';
import { rm } from 'node:fs/promises';
import { Problem, type PersonId } from '../../shared/domain/index.ts';
import { EVENTS } from '../../shared/formats/index.ts';
import type { RecoveryView } from '../../shared/ipc/index.ts';
import { sha256Hex, writeFileAtomic } from '../core/index.ts';
import type { ReportRenderer } from '../evidence/index.ts';
import {
  makeSheets,
  readKeyFileView,
  trySheets,
  type ChangeRequest,
  type PrintedSheets,
  type RecoveryRecord,
} from '../keys/index.ts';
import type { Transfers } from '../operations/index.ts';
import { createRedactor } from '../runtime/phi/index.ts';
import { APPLICATION_CONTEXT, contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { recordedAct } from './recorded.ts';
import { redactTyped } from './typed-text.ts';
import { sayingWhose } from './whose-password.ts';

const YEAR_MS = 365 * 24 * 3_600_000;
const DONE = { ok: true } as const;

export interface RecoveryPorts {
  readonly transfers: Transfers;
  readonly renderer: Pick<ReportRenderer, 'paper'>;
  wallMs(): number;
}

type Names = Extract<keyof Handlers, `recovery.${string}`>;

/** Sealed sheets: made by two people, tried in drills, used where nobody can sign in. */
export function recoveryVerbs(desk: Desk<Content>, ports: RecoveryPorts): Pick<Handlers, Names> {
  const state = () => stateOf(desk, ports.wallMs());
  return {
    'recovery.get': state,

    'recovery.makeSheets': async (asked, caller) => {
      const { witness, witnessPassword, witnessCode, password, reason, ...numbers } = asked;
      const present = await readKeyFileView(desk.place.paths.keyFile);
      await sayingWhose(nameOf(desk.everyone, witness), () =>
        desk.confirmSecond(witness, witnessPassword, witnessCode),
      );
      const outgoing = await ports.transfers.place(
        { what: 'recovery_sheets', suggestedName: 'recovery-sheet.pdf' },
        contextOf(caller),
      );
      if (outgoing === undefined) return null;
      const { file: target } = outgoing;
      const written: string[] = [];
      const papers: Uint8Array[] = [];
      const make = async (request: ChangeRequest): Promise<RecoveryRecord> => {
        const print = async (sheets: PrintedSheets): Promise<void> => {
          for (const { number, pdf } of await draw(desk, ports, sheets, { request, witness })) {
            const path = numberedPath(target, number, numbers.count);
            await writeFileAtomic(path, pdf);
            written.push(path);
            papers.push(pdf);
          }
        };
        try {
          return await makeSheets(request, { ...numbers, witness, print });
        } catch (error) {
          // Sheets that open nothing are not left lying about.
          for (const path of written) await rm(path, { force: true });
          throw error;
        }
      };
      await recordedAct(
        desk.journal,
        'recovery.made',
        {
          ...{ ...numbers, witness, reason: await redactTyped(desk, reason) },
          ...(present.recovery && { replaces: present.recovery.set }),
        },
        contextOf(caller),
        () =>
          outgoing.sendBy(async () => {
            const record = await desk.changeKeys(password, make);
            const all = Buffer.concat(papers);
            return { ...record, sizeBytes: all.length, sha256: sha256Hex(all) };
          }, contextOf(caller)),
        ({ set }) => ({ ...DONE, set }),
      );
      return { files: written, state: await state() };
    },

    'recovery.drill': async ({ sheets }, caller) => {
      const tried = await trySheets(desk.place.paths.keyFile, sheets);
      const good = tried.sheets.filter((sheet) => sheet.good).map(({ number }) => number);
      await desk.journal.event(
        'recovery.drilled',
        { set: tried.set, good, wrong: tried.sheets.length - good.length, opened: tried.opened },
        contextOf(caller),
      );
      return { sheets: [...tried.sheets], opened: tried.opened, state: await state() };
    },

    'recovery.use': async ({ person: id, newPassword, sheets, reason, leavesCustody }) => {
      const person = desk.status.people.find((each) => each.id === id);
      if (person === undefined) throw new Problem('not_found', 'no such person in this workspace');
      const { role } = person;
      let isIn = false;
      try {
        await desk.withSheets(sheets, async (opened, journal, sessions) => {
          isIn = true;
          const { set, numbers, otherDevice } = opened;
          const redacted = createRedactor().redact(reason).text.slice(0, 500);
          await recordedAct(
            journal,
            'recovery.used',
            {
              ...{ set, numbers: [...numbers], person: id, role, otherDevice, reason: redacted },
              ...(leavesCustody === true && { leavesCustody }),
            },
            APPLICATION_CONTEXT,
            () =>
              opened.giveAccess(id, newPassword, {
                nowMs: ports.wallMs(),
                passwordCost: () => desk.passwordCost(),
                leavesCustody,
              }),
            () => DONE,
          );
          await sessions.forgetFailures(id);
        });
      } catch (error) {
        if (error instanceof Problem && !isIn)
          await desk.record(
            'recovery.failed',
            { reason: error.message.slice(0, 500), happenedAtMs: ports.wallMs() },
            APPLICATION_CONTEXT,
          );
        throw error;
      }
      return desk.status;
    },
  };
}

async function stateOf(desk: Desk<Content>, nowMs: number): Promise<RecoveryView> {
  const { recovery } = await readKeyFileView(desk.place.paths.keyFile);
  const drilled = (await desk.journal.read.ofKinds(['recovery.drilled'])).map(({ entry }) => {
    const { good, wrong, opened, set } = EVENTS['recovery.drilled'].event.parse(entry.body);
    return { set, wallMs: entry.wallMs, person: nameOf(desk.everyone, entry.actor.id), good, wrong, opened };
  });
  const ofSet = drilled.filter(({ set }) => set === recovery?.set);
  const tried = new Set(ofSet.filter(({ wallMs }) => nowMs - wallMs < YEAR_MS).flatMap(({ good }) => good));
  return {
    ...(recovery && {
      sheets: {
        ...{ set: recovery.set, threshold: recovery.threshold, count: recovery.sheets.length },
        madeAtMs: recovery.madeAtMs,
        madeBy: nameOf(desk.everyone, recovery.madeBy),
        witnessedBy: nameOf(desk.everyone, recovery.witnessedBy),
        ...(recovery.usedAtMs !== undefined && { usedAtMs: recovery.usedAtMs }),
      },
    }),
    drills: ofSet.slice(-10).reverse(),
    untried: (recovery?.sheets ?? []).map(({ number }) => number).filter((number) => !tried.has(number)),
    rootSha256: sha256Hex(desk.metadata.reportRootDer),
  };
}

async function draw(
  desk: Desk<Content>,
  { renderer }: RecoveryPorts,
  printed: PrintedSheets,
  { request, witness }: { readonly request: ChangeRequest; readonly witness: PersonId },
): Promise<readonly { readonly number: number; readonly pdf: Uint8Array }[]> {
  const { set, threshold, sheets } = printed;
  const common = {
    kind: 'recovery' as const,
    ...{ workspaceId: desk.place.workspaceId, set, threshold, count: sheets.length },
    ...{ madeAtMs: request.nowMs, rootSha256: sha256Hex(desk.metadata.reportRootDer) },
    ...{
      madeBy: nameOf(desk.everyone, request.personId as PersonId),
      witnessedBy: nameOf(desk.everyone, witness),
    },
  };
  const drawn: { number: number; pdf: Uint8Array }[] = [];
  for (const { number, groups } of sheets)
    drawn.push({ number, pdf: await renderer.paper({ ...common, number, groups }) });
  return drawn;
}

/** `recovery-sheet-1-of-3.pdf` beside the name that was chosen. */
export function numberedPath(target: string, number: number, count: number): string {
  const extension = extname(target) === '' ? '.pdf' : extname(target);
  return join(dirname(target), `${basename(target, extname(target))}-${number}-of-${count}${extension}`);
}
