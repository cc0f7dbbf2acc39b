import { textOf } from "../../dynamodb/batches.ts";
import { expression, itemDoesNotExist } from "../../dynamodb/expressions.ts";
import { lidKey } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const accountIs = (account: string) => expression`account = ${account}`;

interface Bearer {
  readonly account: string;
}

/** Items of LIDs: each names the number that the LID's account stands under. */
export class LidBearers extends TableStore {
  async find(tenantId: string, lid: string): Promise<string | undefined> {
    return (await this.table.get<Bearer>(lidKey(tenantId, lid)))?.account;
  }

  /** Those of the LIDs that have one. */
  async findMany(tenantId: string, lids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const bearers = await this.table.many<Bearer>(lids.map((lid) => lidKey(tenantId, lid)));
    return new Map(
      lids.flatMap((lid) => {
        const bearer = bearers.get(textOf(lidKey(tenantId, lid)));
        return bearer === undefined ? [] : [[lid, bearer.account] as const];
      }),
    );
  }

  /** @param seen the number that it names so far @throws ConditionRefused when it names another by now */
  async name(tenantId: string, lid: string, account: string, seen?: string): Promise<void> {
    await this.table.put(
      { ...lidKey(tenantId, lid), account },
      {
        when: seen === undefined ? itemDoesNotExist : accountIs(seen),
        refused: "a LID was given to a number meanwhile",
      },
    );
  }
}
