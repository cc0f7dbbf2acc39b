import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { envNames } from "../../../aws/names.ts";
import { FileBucket } from "../../../aws/s3/file-bucket.ts";
import { currentPrincipal, type Principal } from "../../../local/gateway/principal.ts";
import { recordDir, recordedPrincipal } from "./record.ts";
import { actionsOf, readsAdminKey, signsPut, type Action } from "./actions.ts";

/**
 * Preloaded into a process of a test (`recording` in record.ts): writes down what each principal asks of AWS. What
 * nobody asks for in its name, as the making of tables does, is no matter of roles.
 */

const dir = recordDir();
if (dir !== undefined) record(dir);

function record(into: string): void {
  const file = join(into, `${process.pid}-${randomUUID()}`);
  const seen = new Set<string>();
  const note = (actions: readonly Action[], principal = currentPrincipal() ?? recordedPrincipal()) => {
    if (principal === undefined) return;
    for (const action of actions) {
      const line = `${principal} ${action}`;
      if (seen.has(line)) continue;
      seen.add(line);
      // At once: many of these processes are killed.
      appendFileSync(file, `${line}\n`);
    }
  };

  // What every command of every client comes by, sent or merely signed.
  const commands = ownerOf("resolveMiddlewareWithContext", PutItemCommand.prototype) as Commands;
  const { resolveMiddlewareWithContext: resolve } = commands;
  commands.resolveMiddlewareWithContext = function (...parameters) {
    note(actionsOf(parameters[3].commandName, this.input));
    return resolve.apply(this, parameters);
  };

  // A form for an upload is signed without a command.
  const posts = FileBucket.prototype as Posts;
  const { permit } = posts;
  posts.permit = function (...parameters) {
    note([signsPut(parameters[0])]);
    return permit.apply(this, parameters);
  };

  giveEachItsEnvironment((principal) => {
    note([readsAdminKey], principal);
  });
}

/** The prototype that brings it. */
function ownerOf(member: string, prototype: object): object {
  if (Object.hasOwn(prototype, member)) return prototype;
  const above = Object.getPrototypeOf(prototype) as object | null;
  if (above === null) throw new Error(`commands of the AWS SDK have no ${member} any more`);
  return ownerOf(member, above);
}

interface Commands {
  resolveMiddlewareWithContext: (
    this: { readonly input: object },
    ...parameters: [unknown, unknown, unknown, { readonly commandName: string }]
  ) => unknown;
}
interface Posts {
  permit: (this: FileBucket, ...parameters: Parameters<FileBucket["permit"]>) => ReturnType<FileBucket["permit"]>;
}

/**
 * An environment of its own for each principal, as on AWS: stores are opened once an environment, and what one of them
 * remembers, such as a caller's key, would else save all others a read. The key that stands there for the secret tells
 * when it is read.
 */
function giveEachItsEnvironment(onKeyRead: (principal: Principal) => void): void {
  const whole = process.env;
  const ownOf = new Map<Principal, NodeJS.ProcessEnv>();
  const own = (principal: Principal): NodeJS.ProcessEnv => {
    const known = ownOf.get(principal);
    if (known !== undefined) return known;
    const copy = Object.defineProperty({ ...whole }, envNames.bootstrapKey, {
      get: () => {
        onKeyRead(principal);
        return whole[envNames.bootstrapKey];
      },
    });
    ownOf.set(principal, copy);
    return copy;
  };
  let current = whole;
  Object.defineProperty(process, "env", {
    configurable: true,
    enumerable: true,
    get: () => {
      const principal = currentPrincipal();
      return principal === undefined || principal === "worker" ? current : own(principal);
    },
    set: (value: NodeJS.ProcessEnv) => (current = value),
  });
}
