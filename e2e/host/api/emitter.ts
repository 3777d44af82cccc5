import { EventEmitter } from 'node:events';

type Known<T, Name extends string> = T extends { on(event: Name, listener: () => void): unknown }
  ? Name
  : never;

/** Emits events of Electron's type `T`; a name that Electron does not declare is a compile error. */
export class Emitter<T> extends EventEmitter {
  say<Name extends string>(event: Name & Known<T, Name>, ...args: unknown[]): boolean {
    return this.emit(event, ...args);
  }
}
