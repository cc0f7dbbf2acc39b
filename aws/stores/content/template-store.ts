import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { MessageTemplate } from "../../../core/content/message-template.ts";
import type { TemplateStore } from "../../../core/content/content-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { SessionRef, TemplateRef } from "../../../core/refs.ts";
import { itemDoesNotExist, itemExists } from "../../dynamodb/conditions.ts";
import { conditional, getItem, queryPage, rowOf, type Table } from "../../dynamodb/items.ts";
import { templateKey, templatesPartition } from "../../dynamodb/keys.ts";

const isTheVersionBefore = "#version = :before";

/** Message templates of a session: the latest version of each. */
export class DynamoTemplateStore implements TemplateStore {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async create(template: MessageTemplate): Promise<void> {
    await conditional(
      `template ${template.templateId} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...keyOf(template), ...template },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  async find(ref: TemplateRef): Promise<MessageTemplate | undefined> {
    const item = await getItem(this.#table, keyOf(ref));
    return item === undefined ? undefined : rowOf<MessageTemplate>(item);
  }

  async page({ tenantId, sessionId }: SessionRef, query: PageQuery): Promise<Page<MessageTemplate>> {
    const partition = templatesPartition(tenantId, sessionId);
    return await queryPage(this.#table, { partition, newestFirst: true }, query, rowOf<MessageTemplate>);
  }

  async replace(template: MessageTemplate): Promise<void> {
    await conditional(
      `template ${template.templateId} changed meanwhile or is gone`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...keyOf(template), ...template },
          ConditionExpression: isTheVersionBefore,
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":before": template.version - 1 },
        }),
      ),
    );
  }

  async remove(ref: TemplateRef): Promise<void> {
    await conditional(
      `template ${ref.templateId} is gone`,
      this.#table.client.send(
        new DeleteCommand({ TableName: this.#table.name, Key: keyOf(ref), ConditionExpression: itemExists }),
      ),
    );
  }
}

const keyOf = ({ tenantId, sessionId, templateId }: TemplateRef) => templateKey(tenantId, sessionId, templateId);
